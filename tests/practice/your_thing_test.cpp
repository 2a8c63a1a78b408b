#include "protocol/practice/your_thing.h"

#include <gtest/gtest.h>

#include "protocol/practice/shared_list.h"

namespace twinlamp::practice {
namespace {

constexpr Slot owner = 0, other = 1;

class YourThing : public testing::Test {
protected:
  bool may(Slot author, RemarkKind kind) const { return may_remark(item_, author, static_cast<std::uint16_t>(kind)); }
  void say(Slot author, RemarkKind kind) {
    Remark remark;
    remark.author = author;
    remark.kind = static_cast<std::uint16_t>(kind);
    item_.remarks.push_back(remark);
  }
  static ListItem item() {
    ListItem out;
    out.owner = owner;
    out.list = static_cast<std::uint16_t>(SharedList::into);
    return out;
  }

  ListItem item_ = item();
};

TEST_F(YourThing, IsAskedAboutAndCheeredByTheOther) {
  EXPECT_TRUE(may(other, RemarkKind::ask));
  EXPECT_TRUE(may(other, RemarkKind::cheer));
  EXPECT_FALSE(may(owner, RemarkKind::cheer));
  EXPECT_FALSE(may(other, RemarkKind::thanks));
}

TEST_F(YourThing, IsAnsweredForByItsOwner) { EXPECT_TRUE(may(owner, RemarkKind::reply)); }

TEST_F(YourThing, TakesNoAdviceUntilItsOwnerHasAskedForIt) {
  EXPECT_FALSE(may(other, RemarkKind::reply));
  say(other, RemarkKind::ask);
  EXPECT_FALSE(may(other, RemarkKind::reply)) << "the other's own question is no leave";
  say(owner, RemarkKind::ask);
  EXPECT_TRUE(may(other, RemarkKind::reply));
}

TEST_F(YourThing, SaysNothingOfOtherLists) {
  item_.list = static_cast<std::uint16_t>(SharedList::visit);
  EXPECT_TRUE(may(other, RemarkKind::reply));
}

}  // namespace
}  // namespace twinlamp::practice
