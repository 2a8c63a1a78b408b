#include "protocol/room/post_row.h"

#include <algorithm>

namespace twinlamp {

PostRow::Post* PostRow::find(const store::ClientId& id) {
  return std::find_if(posts_.begin(), posts_.end(), [&id](const Post& post) { return post.id == id; });
}

// What its client still sends comes again before all that is behind it, so whatever else has come for that long shows
// that these are given up.
void PostRow::forget_given_up(const store::ClientId& but, MonoTime now) {
  while (!posts_.empty() && posts_.front().id != but && posts_.front().is_refused() &&
         now - posts_.front().refused_at > patience)
    posts_.drop(1);
}

PostRow::Verdict PostRow::take(const store::ClientId& id, MonoTime now) {
  forget_given_up(id, now);
  auto place = find(id);
  if (place == posts_.end()) {
    if (!posts_.empty() && (posts_.back().is_refused() || posts_.size() >= most)) {
      refuse(id, now);
      return {};
    }
    posts_.push({id, 0, now});
    place = &posts_.back();
  }
  Verdict verdict{true, {}};
  if (place != posts_.begin()) {
    const auto& before = *(place - 1);
    if (before.is_refused()) return {};
    verdict.after = before.id;
  }
  ++place->under_way;
  return verdict;
}

void PostRow::refuse(const store::ClientId& id, MonoTime now) {
  if (const auto place = find(id); place != posts_.end()) {
    place->refused_at = now;
  } else if (posts_.size() < most) {
    posts_.push({id, 0, now});
  }
}

// It is stored after all that came before it, or what came before is asked for no more.
void PostRow::handle_stored(const store::ClientId& id) {
  if (const auto place = find(id); place != posts_.end()) posts_.drop(static_cast<std::size_t>(place - posts_.begin()) + 1);
}

void PostRow::handle_refused(const store::ClientId& id, MonoTime now) {
  const auto place = find(id);
  if (place == posts_.end()) return;
  if (place->under_way > 0) --place->under_way;
  place->refused_at = now;
}

}  // namespace twinlamp
