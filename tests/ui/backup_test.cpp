// The backup's forms: what they ask, what they send, what they say when it is done; and the pause.
#include "tests/ui/support/screen_fixture.h"

namespace twinlamp::ui::test {
namespace {

using client::BackUp;
using client::Model;
using client::RestoreBackup;

class BackupScreenTest : public ScreenTest {
protected:
  void open_form() {
    show(paired(), {Route::To::keepsake});
    press("Back up everything …", "button");
  }
  void write_passphrase(const std::string& first, const std::string& second) {
    type_into("Passphrase of the file", first);
    type_into("The same passphrase once more", second);
  }
};

TEST_F(BackupScreenTest, SendsNothingUntilTheTwoPassphrasesAreLongEnoughAndTheSame) {
  open_form();
  write_passphrase("short", "short");
  press("Save the backup", "button");
  EXPECT_NE(find("The passphrase of a backup has at least 12 characters: whoever has the file may guess for as long as they like."), nullptr);
  write_passphrase(" but longer now", " and different");
  press("Save the backup", "button");
  EXPECT_NE(find("The two passphrases differ. Write the second one again."), nullptr);
  EXPECT_EQ(port->last<BackUp>(), nullptr);
}

TEST_F(BackupScreenTest, NeverShowsThePassphrase) {
  open_form();
  write_passphrase("four lamps on a sill", "four lamps on a sill");
  for (const auto& widget : ui.log().widgets()) EXPECT_EQ(widget.value.find("lamps on"), std::string::npos);
}

TEST_F(BackupScreenTest, SavesIntoADatedFileAndTicksItOnceItIsVerified) {
  open_form();
  write_passphrase("four lamps on a sill", "four lamps on a sill");
  press("Save the backup", "button");
  const auto* wanted = port->last<BackUp>();
  ASSERT_NE(wanted, nullptr);
  EXPECT_EQ(wanted->passphrase, "four lamps on a sill");
  EXPECT_TRUE(wanted->file.ends_with(".twinlamp")) << wanted->file;
  EXPECT_FALSE(wanted->replace);
  auto running = paired();
  running.backup.running = true, running.backup.permille = 420;
  port->show(running);
  frames(3);
  EXPECT_EQ(find("Saving …", "progress")->value, "42 %");
  EXPECT_EQ(find("Save the backup", "button"), nullptr);
  auto done = paired();
  done.backup.done = 1, done.backup.file = "/home/noor/a.twinlamp";
  port->show(done);
  frames(3);
  EXPECT_NE(find("Saved, read back from the disk and compared: /home/noor/a.twinlamp", "done"), nullptr);
  press("Dismiss", "button");
  EXPECT_EQ(find("A backup of everything"), nullptr);
}

TEST_F(BackupScreenTest, KeepsTheFormWhenItWasRefusedButNotThePassphrases) {
  open_form();
  write_passphrase("four lamps on a sill", "four lamps on a sill");
  press("Save the backup", "button");
  auto running = paired();
  running.backup.running = true;
  port->show(running);
  frames(3);
  port->show(paired());
  frames(3);
  EXPECT_NE(find("Save the backup", "button"), nullptr);
  press("Save the backup", "button");
  EXPECT_EQ(port->count<BackUp>(), 1u);
}

TEST_F(BackupScreenTest, IsOfferedAtTheFirstRunAndLeadsBack) {
  show(fresh());
  press("Restore from a backup file", "button");
  EXPECT_EQ(find("Begin", "button"), nullptr);
  press("Restore", "button");
  EXPECT_NE(find("Write which file it is."), nullptr);
  type_into("Backup file", "/home/noor/a.twinlamp");
  type_into("Passphrase of the file", "four lamps on a sill");
  press("Restore", "button");
  const auto* wanted = port->last<RestoreBackup>();
  ASSERT_NE(wanted, nullptr);
  EXPECT_EQ(wanted->file, "/home/noor/a.twinlamp");
  EXPECT_EQ(wanted->passphrase, "four lamps on a sill");
  EXPECT_EQ(wanted->lock, "");
  EXPECT_FALSE(wanted->replaces);
  press("Back", "button");
  EXPECT_NE(find("Begin", "button"), nullptr);
}

TEST_F(BackupScreenTest, AsksOnePlainQuestionBeforeItTakesThePlaceOfAPair) {
  auto model = paired();
  model.backup.last = "23 Nov 2026";
  show(model, {Route::To::settings});
  EXPECT_NE(find("The last backup from this laptop: 23 Nov 2026."), nullptr);
  press("Restore from a backup file", "button");
  EXPECT_NE(find("Everything of this profile on this laptop is destroyed once the file has been found whole. Replace it with what the file holds?"), nullptr);
  type_into("Backup file", "/home/noor/a.twinlamp");
  type_into("Passphrase of the file", "four lamps on a sill");
  EXPECT_EQ(port->last<RestoreBackup>(), nullptr);
  press("Yes, replace it", "button");
  ASSERT_NE(port->last<RestoreBackup>(), nullptr);
  EXPECT_TRUE(port->last<RestoreBackup>()->replaces);
}

TEST_F(BackupScreenTest, APauseShowsNoSuggestionAndOneWayOn) {
  auto model = paired();
  model.paused = true;
  model.tonight.reset(), model.small_thing.reset();
  show(model);
  EXPECT_NE(find("Paused on this laptop", "heading"), nullptr);
  EXPECT_EQ(find("Ask this tonight", "button"), nullptr);
  press("Go on", "button");
  ASSERT_NE(port->last<client::SetPause>(), nullptr);
  EXPECT_FALSE(port->last<client::SetPause>()->paused);
}

}  // namespace
}  // namespace twinlamp::ui::test
