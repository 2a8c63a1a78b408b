#include "client/app/drafts.h"

#include "client/content/answer_codec.h"

namespace twinlamp::client {
namespace {

const std::string prefix = "draft/";
const std::string passed_key = "passed";

std::string key_of(const RoundId& round) { return prefix + to_hex(round); }

std::optional<RoundId> round_of(const std::string& key) {
  Bytes id;
  if (!from_hex(std::string_view(key).substr(prefix.size()), id) || id.size() != sizeof(RoundId)) return std::nullopt;
  return to_array<16>(id);
}

}  // namespace

Result<Drafts> Drafts::load(const SqliteStorage& storage) {
  auto names = storage.names(prefix);
  if (!names) return names.error();
  Drafts drafts;
  for (const auto& name : *names) {
    auto bytes = storage.value(name);
    if (!bytes) return bytes.error();
    const auto round = round_of(name);
    if (!round || !*bytes) continue;
    if (auto draft = draft_from_bytes(**bytes)) drafts.drafts_[*round] = std::move(*draft);
  }
  auto passed = storage.value(passed_key);
  if (!passed) return passed.error();
  if (*passed)
    for (ByteReader reader(**passed); !reader.is_done() && !reader.failed();) drafts.passed_.insert(reader.array<16>());
  return drafts;
}

const Answer* Drafts::find(const RoundId& round) const {
  const auto found = drafts_.find(round);
  return found == drafts_.end() ? nullptr : &found->second;
}

Result<void> Drafts::set(const RoundId& round, const Answer& answer) {
  auto bytes = draft_to_bytes(answer);
  if (!bytes) return bytes.error();
  drafts_[round] = answer;
  changes_.values[key_of(round)] = to_secret(*bytes);
  return {};
}

void Drafts::remove(const RoundId& round) {
  if (drafts_.erase(round) > 0) changes_.values[key_of(round)] = std::nullopt;
}

void Drafts::set_passed(const RoundId& round, bool passed) {
  const bool changed = passed ? passed_.insert(round).second : passed_.erase(round) > 0;
  if (changed) note_passed();
}

void Drafts::note_passed() {
  ByteWriter writer;
  for (const auto& round : passed_) writer.raw(round);
  changes_.values[passed_key] = to_secret(writer.view());
}

Result<void> Drafts::flush(Storage& storage) {
  TWINLAMP_TRY(storage.commit(changes_));
  changes_ = {};
  return {};
}

}  // namespace twinlamp::client
