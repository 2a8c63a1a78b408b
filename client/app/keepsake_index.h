// Searching the keepsake: every word of every line, by SQLite's FTS5, in memory only.
//
// handle() is told of each keepsake; a thread of this class reads its lines a moment later, so that nobody waits for it, and search()
// reads at once what is not read yet. A line is read once, and again when it is another line of the same round. Words are found by their
// beginnings, whatever the case and accents; where a script has no spaces, by any signs that stand in a row. Thread-safe.
// What it holds is what people wrote: it lives in memory that no file stands behind, and clear() frees all of it (the clients overwrite what they
// free). A keepsake that has become empty (locked, left) does the same.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "client/model.h"

namespace twinlamp::client {

class KeepsakeIndex {
public:
  // Every word of a line, called from any thread. It may be longer than one wants to show.
  using TextOf = std::function<std::string(const RoundSummary& line)>;

  explicit KeepsakeIndex(TextOf text_of, std::chrono::milliseconds rest = std::chrono::milliseconds(800));
  ~KeepsakeIndex();
  KeepsakeIndex(const KeepsakeIndex&) = delete;
  KeepsakeIndex& operator=(const KeepsakeIndex&) = delete;

  static bool is_possible();  // this machine's SQLite has FTS5

  void handle(KeepsakeRef all);
  // The lines with all of these words in them, in the keepsake's order; all of it for no words.
  KeepsakeRef search(const KeepsakeRef& all, const std::string& words);
  void clear();

  std::size_t read() const;  // lines, since the last clear(); for tests
  void wait_until_read(const KeepsakeRef& all);  // by the thread; for tests

private:
  class Table;
  struct Row {
    Keepsake::Line line;
    std::uint64_t number = 0;
  };

  void run();
  void forget();
  void begin(const KeepsakeRef& all);          // what is not in it any more is let go
  bool read_on(std::size_t most);              // true: all of it is read

  const TextOf text_of_;
  const std::chrono::milliseconds rest_;
  mutable std::mutex mutex_;
  std::condition_variable woken_, read_all_;
  KeepsakeRef wanted_;                         // what is to be read, or was
  std::unique_ptr<Table> table_;
  std::unordered_map<const RoundSummary*, Row> rows_;
  std::size_t next_ = 0;                       // of wanted_'s lines
  std::uint64_t last_row_ = 0, changes_ = 0;
  std::size_t read_ = 0;
  bool ends_ = false;
  std::thread thread_;                         // last: it uses all of the above
};

}  // namespace twinlamp::client
