#include "client/app/keepsake_index.h"

#include <sodium.h>

#include <algorithm>
#include <cctype>

#include "client/content/fold.h"
#include "client/store/sqlite.h"

namespace twinlamp::client {
namespace {

constexpr std::size_t a_bite = 50;  // lines read before the lock is given up for a moment

// One typed word as FTS5 takes it: a row of tokens, the last one only begun. Empty where there is nothing to look for in it.
std::string phrase_of(const std::string& word) {
  const auto spaced = folded_and_spaced(word);
  const auto is_word = [](char c) { return static_cast<unsigned char>(c) >= 0x80 || std::isalnum(static_cast<unsigned char>(c)) != 0; };
  if (std::none_of(spaced.begin(), spaced.end(), is_word)) return {};
  std::string phrase = "\"";
  for (const char c : spaced) phrase += c == '"' ? std::string("\"\"") : std::string(1, c);
  return phrase + "\" * ";
}

void wipe(std::string& text) { sodium_memzero(text.data(), text.size()); }

}  // namespace

// The table has no content of its own: of the texts it keeps their words and where those stand, not the texts. A row is never taken out.
class KeepsakeIndex::Table {
public:
  static std::unique_ptr<Table> make() {
    auto database = sqlite::Database::open(":memory:");
    // Pictures count as letters, so that emoji are found; folding is ours.
    if (!database || !database->execute("PRAGMA temp_store = MEMORY; PRAGMA journal_mode = OFF; CREATE VIRTUAL TABLE words USING fts5(text, content='', "
                                        "tokenize=\"unicode61 remove_diacritics 0 categories 'L* M* N* Co So'\")"))
      return nullptr;
    auto put = database->prepare("INSERT INTO words(rowid, text) VALUES (?, ?)");
    auto find = database->prepare("SELECT rowid FROM words WHERE words MATCH ?");
    if (!put || !find) return nullptr;
    return std::unique_ptr<Table>(new Table(std::move(*database), std::move(*put), std::move(*find)));
  }

  void begin() { static_cast<void>(database_.execute("BEGIN")); }
  void commit() { static_cast<void>(database_.execute("COMMIT")); }
  void put(std::uint64_t row, std::string_view text) { static_cast<void>(put_.bind(1, row).bind(2, text).run()); }

  std::vector<bool> find(std::string_view query, std::uint64_t last_row) {
    std::vector<bool> found(last_row + 1);
    find_.bind(1, query);
    for (auto row = find_.step(); row && *row; row = find_.step())
      if (const auto number = find_.number(0); number <= last_row) found[number] = true;
    find_.reset();
    return found;
  }

private:
  Table(sqlite::Database database, sqlite::Statement put, sqlite::Statement find)
      : database_(std::move(database)), put_(std::move(put)), find_(std::move(find)) {}
  sqlite::Database database_;
  sqlite::Statement put_, find_;
};

bool KeepsakeIndex::is_possible() { return Table::make() != nullptr; }

KeepsakeIndex::KeepsakeIndex(TextOf text_of, std::chrono::milliseconds rest) : text_of_(std::move(text_of)), rest_(rest) {
  thread_ = std::thread([this] { run(); });
}

KeepsakeIndex::~KeepsakeIndex() {
  {
    std::lock_guard lock(mutex_);
    ends_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

void KeepsakeIndex::run() {
  std::unique_lock lock(mutex_);
  while (!ends_) {
    const auto has_work = [this] { return wanted_ && next_ < wanted_->size(); };
    woken_.wait(lock, [&] { return ends_ || has_work(); });
    // Not while the first picture is made, nor at each step of a round: once things have come to rest.
    for (auto seen = changes_ - 1; !ends_ && seen != changes_;) {
      seen = changes_;
      woken_.wait_for(lock, rest_, [&] { return ends_ || seen != changes_; });
    }
    while (!ends_ && has_work()) {
      read_on(a_bite);
      lock.unlock();
      std::this_thread::yield();
      lock.lock();
    }
    read_all_.notify_all();
  }
}

void KeepsakeIndex::handle(KeepsakeRef all) {
  {
    std::lock_guard lock(mutex_);
    if (all == wanted_) return;
    if (all->empty()) return forget();
    begin(all);
    ++changes_;
  }
  woken_.notify_all();
}

void KeepsakeIndex::begin(const KeepsakeRef& all) {
  if (all == wanted_) return;
  std::unordered_map<const RoundSummary*, Row> kept;
  for (const auto& line : all->lines())
    if (const auto found = rows_.find(line.get()); found != rows_.end()) kept.insert(*found);
  // Rows of lines that are gone stay in the table unread; when they are many, it is made anew.
  if (last_row_ > 2 * all->size() + 1000) {
    table_.reset();
    kept.clear();
    last_row_ = 0;
  }
  rows_ = std::move(kept);
  wanted_ = all;
  next_ = 0;
}

bool KeepsakeIndex::read_on(std::size_t most) {
  if (!table_) table_ = Table::make();
  if (!table_) return true;
  table_->begin();
  const auto& lines = wanted_->lines();
  for (; next_ < lines.size() && most > 0; ++next_) {
    const auto& line = lines[next_];
    if (rows_.contains(line.get())) continue;
    auto text = text_of_(*line), spaced = folded_and_spaced(text);
    table_->put(++last_row_, spaced);
    wipe(text), wipe(spaced);
    rows_.emplace(line.get(), Row{line, last_row_});
    ++read_, --most;
  }
  table_->commit();
  return next_ == lines.size();
}

KeepsakeRef KeepsakeIndex::search(const KeepsakeRef& all, const std::string& words) {
  std::lock_guard lock(mutex_);
  if (all->empty()) {
    forget();
    return all;
  }
  std::string query;
  auto wanted = folded_words(words);
  for (auto& word : wanted) query += phrase_of(word), wipe(word);
  if (query.empty()) return wanted.empty() ? all : std::make_shared<const Keepsake>();
  begin(all);
  while (!read_on(a_bite)) {
  }
  if (!table_) return all;
  const auto found = table_->find(query, last_row_);
  wipe(query);
  std::vector<Keepsake::Line> lines;
  for (const auto& line : all->lines())
    if (found[rows_.at(line.get()).number]) lines.push_back(line);
  return std::make_shared<const Keepsake>(std::move(lines));
}

void KeepsakeIndex::clear() {
  std::lock_guard lock(mutex_);
  forget();
}

void KeepsakeIndex::forget() {
  rows_ = {};
  table_.reset();
  wanted_.reset();
  next_ = last_row_ = read_ = 0;
  ++changes_;
  read_all_.notify_all();
}

std::size_t KeepsakeIndex::read() const {
  std::lock_guard lock(mutex_);
  return read_;
}

void KeepsakeIndex::wait_until_read(const KeepsakeRef& all) {
  std::unique_lock lock(mutex_);
  read_all_.wait(lock, [&] { return wanted_ == all && next_ == all->size(); });
}

}  // namespace twinlamp::client
