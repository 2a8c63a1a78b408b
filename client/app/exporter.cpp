#include "client/app/exporter.h"

#include <sodium.h>

#include <stdexcept>

#include "client/export/html.h"
#include "client/export/markdown.h"
#include "client/export/pdf.h"
#include "client/store/files.h"

namespace twinlamp::client {
namespace {

using Form = ExportKeepsake::Form;

Result<std::string> written_out(Form form, const Document& document, const std::function<bool()>& stop) {
  switch (form) {
    case Form::markdown: return to_markdown(document);
    case Form::html: return to_html(document);
    case Form::pdf: break;
  }
  try {
    return to_pdf(document, stop);
  } catch (const std::runtime_error&) {
    return Error{ErrorCode::unavailable, "There is no font on this machine to make a PDF with. Choose another form, or install fonts."};
  }
}

// As a file that has no name yet. What it holds is left nowhere else.
Result<CopyFile> written_copy(Form form, const Path& file, const Exporter::MakeDocument& make, const std::function<bool()>& stop) {
  auto text = written_out(form, make(), stop);
  if (!text) return text.error();
  auto copy = stop() ? Result<CopyFile>(Error{ErrorCode::cancelled, "stopped"}) : CopyFile::begin(file);
  if (copy)
    if (auto written = copy->write(bytes_of(*text)); !written) copy = written.error();
  sodium_memzero(text->data(), text->size());
  return copy;
}

}  // namespace

std::string_view ending_of(Form form) {
  switch (form) {
    case Form::markdown: return ".md";
    case Form::html: return ".html";
    case Form::pdf: break;
  }
  return ".pdf";
}

void Exporter::start(Form form, std::filesystem::path file, MakeDocument make, Done done) {
  if (thread_.joinable()) thread_.join();
  is_running_ = has_words_ = true;
  is_stopped_ = false;
  thread_ = std::thread([this, form, file = std::move(file), make = std::move(make), done = std::move(done)]() mutable {
    const auto stop = [this] { return is_stopped_.load(); };
    auto copy = written_copy(form, file, make, stop);
    make = {};
    has_words_ = false;
    has_words_.notify_all();
    auto result = copy ? copy->sync() : Result<void>(copy.error());
    if (result && !stop()) result = copy->put(true);
    const std::lock_guard telling(telling_);
    if (stop()) return;
    is_running_ = false;
    done(std::move(result));
  });
}

void Exporter::stop() {
  {
    const std::lock_guard telling(telling_);
    is_stopped_ = true;
  }
  has_words_.wait(true);
  is_running_ = false;
}

Exporter::~Exporter() {
  stop();
  if (thread_.joinable()) thread_.join();
}

}  // namespace twinlamp::client
