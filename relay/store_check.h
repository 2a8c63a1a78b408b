// Reads the whole database for damage: a small one before anything else, a large one on a thread and a connection of its
// own, in the background of everything else that the machine does.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

#include "relay/store_sql.h"

namespace twinlamp::relay {

class StoreCheck {
public:
  using OnDamage = std::function<void(std::string)>;

  // Throws DamageError if a small file is damaged; later damage is told to `on_damage`, on the check's thread.
  StoreCheck(const std::string& file, OnDamage on_damage);
  ~StoreCheck();  // breaks off a check that is under way

private:
  void read_all(const std::string& file, const OnDamage& on_damage);

  Sql sql_;
  std::atomic<bool> stops_{false};
  std::thread thread_;
};

}  // namespace twinlamp::relay
