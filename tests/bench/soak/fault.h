// The faults of a soak: each is begun on a Front and stepped until it is over.
#pragma once

#include "tests/bench/soak/front.h"

namespace twinlamp::bench::soak {

class Fault {
public:
  virtual ~Fault() = default;
  virtual bool step(Time now) = 0;  // true = it is over
};

struct FaultKind {
  const char* name;
  bool ends_the_process;
  std::unique_ptr<Fault> (*begin)(Front&, double lasts);  // `lasts`: about so many seconds
};

// Of the machine, the process and its operator: fault_operating.cpp.
std::unique_ptr<Fault> begin_kill(Front&, double);
std::unique_ptr<Fault> begin_restart(Front&, double);
std::unique_ptr<Fault> begin_purge(Front&, double);
std::unique_ptr<Fault> begin_hangup(Front&, double);
std::unique_ptr<Fault> begin_certificate(Front&, double);
std::unique_ptr<Fault> begin_backup(Front&, double);
std::unique_ptr<Fault> begin_full_disk(Front&, double);
// Of networks and strangers: fault_network.cpp.
std::unique_ptr<Fault> begin_cut(Front&, double);
std::unique_ptr<Fault> begin_sleep(Front&, double);
std::unique_ptr<Fault> begin_half_open(Front&, double);
std::unique_ptr<Fault> begin_slow(Front&, double);
std::unique_ptr<Fault> begin_flood(Front&, double);
std::unique_ptr<Fault> begin_false_logins(Front&, double);
std::unique_ptr<Fault> begin_garbage(Front&, double);
std::unique_ptr<Fault> begin_deaf(Front&, double);

inline constexpr FaultKind all_faults[] = {
    {"kill -9", true, begin_kill},
    {"SIGTERM", true, begin_restart},
    {"purge", true, begin_purge},
    {"SIGHUP", false, begin_hangup},
    {"new certificate", false, begin_certificate},
    {"online backup", false, begin_backup},
    {"disk full", false, begin_full_disk},
    {"connections cut", false, begin_cut},
    {"laptops asleep", false, begin_sleep},
    {"half-open", false, begin_half_open},
    {"slow handshakes", false, begin_slow},
    {"flood", false, begin_flood},
    {"false logins", false, begin_false_logins},
    {"garbage", false, begin_garbage},
    {"one who does not read", false, begin_deaf},
};

}  // namespace twinlamp::bench::soak
