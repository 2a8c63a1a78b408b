#include "client/app/export_place.h"

#include <gtest/gtest.h>

#include <fstream>

#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

class ExportPlace : public testing::Test {
protected:
  std::string file(const std::string& typed, bool may_replace = false) {
    const auto found = export_file(typed, ".pdf", may_replace, home_.path());
    return found ? std::filesystem::relative(*found, home_.path()).string() : found.error().where;
  }
  twinlamp::test::TempFolder home_;
};

TEST_F(ExportPlace, IsTheFolderOfDocumentsWhereTheDesktopHasOne) {
  EXPECT_EQ(documents_folder(home_.path(), home_ / "config"), home_.path());
  std::filesystem::create_directories(home_ / "Documents");
  EXPECT_EQ(documents_folder(home_.path(), home_ / "config"), home_ / "Documents");
  std::filesystem::create_directories(home_ / "config");
  std::ofstream(home_ / "config/user-dirs.dirs") << "XDG_DESKTOP_DIR=\"$HOME/x\"\nXDG_DOCUMENTS_DIR=\"$HOME/Papiere\"\n";
  EXPECT_EQ(documents_folder(home_.path(), home_ / "config"), home_ / "Documents") << "a folder that is not there";
  std::filesystem::create_directories(home_ / "Papiere");
  EXPECT_EQ(documents_folder(home_.path(), home_ / "config"), home_ / "Papiere");
}

TEST_F(ExportPlace, TakesAWholePathOrOneFromTheHomeAndAddsTheEnding) {
  EXPECT_EQ(file("~/copy.pdf"), "copy.pdf");
  EXPECT_EQ(file("  ~/copy  "), "copy.pdf");
  EXPECT_EQ(file((home_ / "a.b").string()), "a.b");
}

TEST_F(ExportPlace, SaysWhatIsWrong) {
  std::ofstream(home_ / "there.pdf") << "something";
  std::filesystem::create_symlink("nowhere", home_ / "link.pdf");
  EXPECT_EQ(file("  "), "Write the file that it is to be saved in.");
  EXPECT_EQ(file("copy.pdf"), "Write the whole path of the file, from / or ~/ on.");
  EXPECT_EQ(file(home_.path().string()), "That is a folder. Write the name of a file in it, too.");
  EXPECT_EQ(file(home_.path().string() + "/"), "That is a folder. Write the name of a file in it, too.");
  EXPECT_EQ(file("~/none/copy.pdf"), "There is no such folder. Make it first, or choose another.");
  EXPECT_EQ(file("~/there"), "There is a file of that name already. Choose another name.");
  EXPECT_EQ(file("~/link.pdf"), "There is a file of that name already. Choose another name.");
  EXPECT_EQ(file("~/there", true), "there.pdf");
}

}  // namespace
}  // namespace twinlamp::client::test
