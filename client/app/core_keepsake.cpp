// What a person does with the keepsake: saving a copy of it.
#include "client/app/core.h"
#include "client/app/export_place.h"
#include "client/app/keepsake_document.h"

namespace twinlamp::client {
namespace {

// The lines of these ids, in the keepsake's order.
std::vector<Keepsake::Line> chosen(const Keepsake& keepsake, std::vector<std::string> ids) {
  std::sort(ids.begin(), ids.end());
  std::vector<Keepsake::Line> lines;
  for (const auto& line : keepsake.lines())
    if (line->answered && std::binary_search(ids.begin(), ids.end(), line->id)) lines.push_back(line);
  return lines;
}

}  // namespace

void Core::handle_intent(const ExportKeepsake& intent) {
  if (!is_paired()) return problem(words().say("act.locked"));
  if (exporter_.is_running()) return problem(words().say("export.busy"));
  Model model;
  builder_.fill(model);
  auto lines = chosen(*model.keepsake, intent.lines);
  if (lines.empty()) return problem(words().say("export.nothing"));
  const auto* home = std::getenv("HOME");
  auto file = export_file(intent.file, ending_of(intent.form), intent.replace, home == nullptr ? "" : home);
  if (!file) return problem(file.error().where);
  const Names names{opened_->settings.display_name, partner_name()};
  const auto make = [lines = std::move(lines), names, evenings = model.evenings_together, wording = wording_, &shelf = around_.shelf] {
    return document_of(lines, [&shelf](const std::string& id) { return shelf.look_at(id); }, names, evenings, wording->words);
  };
  exporter_.start(intent.form, *file, make, [this, file = *file](Result<void> written) {
    later([this, file, written] { on_exported(file, written); });
  });
  mark(false);
}

void Core::on_exported(const std::filesystem::path& file, const Result<void>& written) {
  if (!written) return problem(written.error().where);
  exported_file_ = file.string();
  ++exported_;
  notices_.info(words().say("export.done", {{"file", exported_file_}}));
  mark(false);
}

void Core::fill_export(ExportView& view) const {
  view.running = exporter_.is_running();
  view.folder = documents_folder_;
  view.file = exported_file_;
  view.done = exported_;
}

}  // namespace twinlamp::client
