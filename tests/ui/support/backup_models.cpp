#include "tests/ui/support/backup_models.h"

#include "tests/ui/support/renewal_models.h"

namespace twinlamp::ui::test {
namespace {

using client::Model;
using client::Notice;
using client::Words;

constexpr const char* backup_file = "/home/noor/Documents/twinlamp-2026-11-26.twinlamp";
constexpr const char* passphrase = "four lamps on a quiet sill";
const std::vector<Scene::Press> filled{
    {"Passphrase of the file", passphrase}, {"The same passphrase once more", passphrase}, {"Save the backup"}};
const std::vector<Scene::Press> to_restore{{"Backup file", backup_file}, {"Passphrase of the file", passphrase}};

auto tells(std::vector<std::string> keys, Notice::Kind kind = Notice::Kind::problem) {
  return [keys = std::move(keys), kind](Model& model, const Words& words) {
    model.notices.clear();
    for (const auto& key : keys)
      model.notices.push_back({model.notices.size() + 1, kind, words.say(key, {{"file", backup_file}})});
  };
}

Scene after(std::vector<Scene::Press> further, Scene scene, Model then) {
  scene.further = std::move(further);
  scene.then = std::move(then);
  return scene;
}

}  // namespace

std::vector<Scene> backup_scenes() {
  const std::string open = "Back up everything …", restore = "Restore from a backup file";
  const Route keepsake{Route::To::keepsake}, settings{Route::To::settings}, first{};
  auto running = paired();
  running.backup.running = true, running.backup.permille = 420;
  auto done = paired();
  done.backup.done = 1, done.backup.file = backup_file, done.backup.last = "26 Nov 2026";
  auto far_done = done;
  far_done.backup.file =
      "/media/noor/a-stick-with-a-rather-long-name-of-its-own/copies-of-everything/2026/twinlamp-2026-11-26.twinlamp";
  auto restoring = fresh();
  restoring.backup.restoring = true, restoring.backup.permille = 650;
  auto replacing = paired();
  replacing.backup.restoring = true, replacing.backup.permille = 80;
  auto kept = paired();
  kept.settings.has_passphrase = true, kept.settings.auto_lock_minutes = 15;
  kept.backup.last = "23 Nov 2026";
  auto unreadable = locked();
  unreadable.settings.has_passphrase = false;
  auto damaged = unreadable;
  damaged.leaves_untold = true;
  const auto came_back = [](std::vector<std::string> keys) {
    return [told = tells(std::move(keys), Notice::Kind::info)](Model& model, const Words& words) {
      told(model, words);
      model.repair.text = words.say("repair.waits", {{"partner", model.partner.name}});
    };
  };
  std::vector<Scene> all{
      {"keepsake-backup", paired(), keepsake, open},
      {"keepsake-backup-short", paired(), keepsake, open, "", 0, {{"Save the backup"}}},
      after(filled, {"keepsake-backup-running", paired(), keepsake, open}, running),
      after(filled, {"keepsake-backup-done", paired(), keepsake, open}, done),
      after(filled, {"keepsake-backup-done-far", paired(), keepsake, open}, far_done),
      spoken(after(filled, {"keepsake-backup-failed", paired(), keepsake, open}, paired()),
             tells({"fault.backup_differs"})),
      {"settings", kept, settings},
      {"settings-restore", kept, settings, restore},
      {"settings-restore-empty", kept, settings, restore, "", 0, {{"Yes, replace it"}}},
      {"settings-restore-running", replacing, settings},
      spoken(after(to_restore, {"settings-restore-outdated", kept, settings, restore}, kept),
             tells({"backup.outdated"})),
      spoken(after(to_restore, {"settings-restore-refused", kept, settings, restore}, kept),
             tells({"fault.backup_altered"})),
      {"restore", fresh(), first, restore},
      {"restore-empty", fresh(), first, restore, "", 0, {{"Restore"}}},
      {"restore-lock", fresh(), first, restore, "", 0, {{"Ask for a passphrase when Twinlamp opens"}}},
      {"restore-running", restoring, first},
      spoken(after(to_restore, {"restore-refused", fresh(), first, restore}, fresh()),
             tells({"fault.backup_passphrase"})),
      spoken({"restored", mending(client::RepairView::Phase::waits), first}, came_back({"backup.restored"})),
      spoken({"restored-not-left", mending(client::RepairView::Phase::waits), first},
             came_back({"backup.restored", "backup.not_left"})),
      spoken({"restored-ended-here", paired(), first}, tells({"event.ended_here"})),
      spoken({"restored-room-ended", paired(), first}, tells({"event.room_ended"})),
      spoken({"lock-unreadable", unreadable, first},
             [](Model& model, const Words& words) { model.stage_problem = words.say("fault.disk_unreadable"); }),
      spoken({"lock-unreadable-passphrase", locked(), first},
             [](Model& model, const Words& words) { model.stage_problem = words.say("fault.disk_unreadable"); }),
      spoken({"lock-damaged", unreadable, first},
             [](Model& model, const Words& words) { model.stage_problem = words.say("fault.journal"); }),
      spoken({"lock-no-key", unreadable, first},
             [](Model& model, const Words& words) {
               model.stage_problem = words.say("fault.no_key_file", {{"file", model.folder + "/key"}});
             }),
      {"leave-damaged", damaged, {Route::To::leave}}};
  return all;
}

}  // namespace twinlamp::ui::test
