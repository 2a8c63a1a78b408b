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
  is_running_ = true;
  is_stopped_ = false;
  thread_ = std::thread([this, form, file = std::move(file), make = std::move(make), done = std::move(done)] {
    const auto stop = [this] { return is_stopped_.load(); };
    auto written = written_out(form, make(), stop);
    Result<void> result = written ? Result<void>() : written.error();
    if (written && !stop()) result = write_file(file, bytes_of(*written));
    if (written) sodium_memzero(written->data(), written->size());
    is_running_ = false;
    if (!stop()) done(std::move(result));
  });
}

void Exporter::stop() {
  is_stopped_ = true;
  if (thread_.joinable()) thread_.join();
  is_running_ = false;
}

}  // namespace twinlamp::client
