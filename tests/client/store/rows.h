// Rows to store, told apart by small numbers.
#pragma once

#include "protocol/device/storage.h"

namespace twinlamp::client::test {

inline StoredEntry entry(std::uint8_t author, std::uint64_t seq, std::uint64_t lamport, std::string_view words = "words") {
  return {author, seq, lamport, to_bytes(bytes_of(words))};
}
inline OutboxRow row(std::uint64_t order, std::string_view envelope = "envelope") {
  OutboxRow made{order, {}, 1, to_bytes(bytes_of(envelope))};
  made.client_id[0] = static_cast<std::uint8_t>(order);
  return made;
}
inline Transaction of_entry(StoredEntry one) {
  Transaction transaction;
  transaction.entries.push_back(std::move(one));
  return transaction;
}
inline Transaction of_value(const std::string& name, std::string_view text) {
  Transaction transaction;
  transaction.values[name] = to_secret(bytes_of(text));
  return transaction;
}
inline std::string words_of(const Storage& storage, std::uint8_t author, std::uint64_t seq) {
  auto found = storage.entry(author, seq);
  return found && *found ? to_string((*found)->wire) : "(none)";
}
inline std::string value_of(const Storage& storage, const std::string& name) {
  auto found = storage.value(name);
  return found && *found ? to_string(**found) : "(none)";
}

}  // namespace twinlamp::client::test
