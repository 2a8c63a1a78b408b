// Writing an export, away from everything else: a PDF of two years takes seconds, and nobody waits for it.
//
// One at a time. The document is made, written out and put into its file (as a whole or not at all, readable by its owner alone) on a thread of
// this class. Called from one thread; `done` comes on the other. stop() waits until nothing of what people wrote is held here any more, and not for the disk.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

#include "client/export/document.h"
#include "client/intent.h"
#include "protocol/base/result.h"

namespace twinlamp::client {

class Exporter {
public:
  using MakeDocument = std::function<Document()>;  // called on the other thread
  using Done = std::function<void(Result<void>)>;

  Exporter() = default;
  ~Exporter();
  Exporter(const Exporter&) = delete;
  Exporter& operator=(const Exporter&) = delete;

  bool is_running() const { return is_running_; }
  bool is_stopping() const { return is_stopped_; }
  // Precondition: not running.
  void start(ExportKeepsake::Form form, std::filesystem::path file, MakeDocument make, Done done);
  void stop();  // what is not in its file yet never is

private:
  std::atomic<bool> is_running_ = false, is_stopped_ = false;
  std::atomic<bool> has_words_ = false;  // the thread
  std::mutex telling_;  // held while `done` is called: it never is after stop()
  std::thread thread_;
};

std::string_view ending_of(ExportKeepsake::Form form);  // ".html"

}  // namespace twinlamp::client
