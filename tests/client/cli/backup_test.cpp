// The backup's commands against an app that says what the test wants.
#include <unistd.h>

#include <fstream>

#include "tests/client/cli/command_fixture.h"

namespace twinlamp::cli {
namespace {

class BackupCommands : public test::CommandTest {
protected:
  BackupCommands() {
    app_.react = [](client::Model& model, const client::Intent& intent) {
      if (std::holds_alternative<client::BackUp>(intent)) ++model.backup.done, model.backup.file = "/tmp/a.twinlamp";
      if (std::holds_alternative<client::RestoreBackup>(intent)) ++model.backup.restored;
      if (const auto* pause = std::get_if<client::SetPause>(&intent)) model.paused = pause->paused;
    };
  }
  // A descriptor that gives these bytes.
  // A file that is there.
  std::string a_file() {
    const auto file = testing::TempDir() + "a.twinlamp";
    std::ofstream(file) << "x";
    return file;
  }
  static std::string descriptor_with(const std::string& bytes) {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    EXPECT_EQ(::write(ends[1], bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ::close(ends[1]);
    return std::to_string(ends[0]);
  }
};

TEST_F(BackupCommands, TakeThePassphraseFromADescriptor) {
  EXPECT_NE(run({"backup", "/tmp/a.twinlamp", "--passphrase-fd", descriptor_with("four lamps on a sill\nand more")}).find("read back and compared"), std::string::npos);
  EXPECT_EQ(code_, 0);
  ASSERT_NE(last<client::BackUp>(), nullptr);
  EXPECT_EQ(last<client::BackUp>()->passphrase, "four lamps on a sill");
  EXPECT_EQ(last<client::BackUp>()->file, "/tmp/a.twinlamp");
  EXPECT_FALSE(last<client::BackUp>()->replace);
}

TEST_F(BackupCommands, RefuseADescriptorThatGivesNothing) {
  for (const auto* number : {"977", "x", "-1", ""}) {
    run({"backup", "/tmp/a.twinlamp", "--passphrase-fd", *number == '\0' ? descriptor_with("") : number});
    EXPECT_EQ(code_, 1) << number;
  }
  EXPECT_EQ(last<client::BackUp>(), nullptr);
}

TEST_F(BackupCommands, RestoreIntoAFreshProfileOnlyUnlessTheyAreToReplace) {
  run({"restore", a_file(), "--passphrase-fd", descriptor_with("four lamps on a sill\n")});
  EXPECT_EQ(code_, 1);
  EXPECT_EQ(last<client::RestoreBackup>(), nullptr);
  EXPECT_NE(run({"restore", a_file(), "--replace", "--passphrase-fd", descriptor_with("four lamps on a sill\n")}, "no\n").find("Nothing was changed"),
            std::string::npos);
  EXPECT_EQ(last<client::RestoreBackup>(), nullptr);
  run({"restore", a_file(), "--replace", "--passphrase-fd", descriptor_with("four lamps on a sill\n")}, "yes\n");
  EXPECT_EQ(code_, 0);
  ASSERT_NE(last<client::RestoreBackup>(), nullptr);
  EXPECT_TRUE(last<client::RestoreBackup>()->replaces);
  app_.edit().stage = client::Stage::fresh;
  run({"restore", a_file(), "--passphrase-fd", descriptor_with("four lamps on a sill\n")});
  EXPECT_EQ(code_, 0);
  EXPECT_FALSE(last<client::RestoreBackup>()->replaces);
  EXPECT_EQ(last<client::RestoreBackup>()->file, a_file());
}

TEST_F(BackupCommands, LookForTheFileBeforeAnythingIsAsked) {
  app_.edit().stage = client::Stage::fresh;
  EXPECT_EQ(run({"restore", "/nowhere/a.twinlamp"}, "four lamps on a sill\n"), "There is no file /nowhere/a.twinlamp.\n");
  EXPECT_EQ(code_, 1);
}

TEST_F(BackupCommands, SayWhatARestoredCopyWaitsFor) {
  app_.edit().stage = client::Stage::fresh;
  app_.react = [](client::Model& model, const client::Intent& intent) {
    if (!std::holds_alternative<client::RestoreBackup>(intent)) return;
    ++model.backup.restored;
    model.stage = client::Stage::paired;
    model.repair = {client::RepairView::Phase::waits, 0, 0, false, "It waits until Sam is here."};
  };
  const auto said = run({"restore", a_file(), "--passphrase-fd", descriptor_with("four lamps on a sill\n")}, {}, false);
  EXPECT_NE(said.find("Restored."), std::string::npos) << said;
  EXPECT_NE(said.find("twinlamp-cli repair --wait 3600 waits for it"), std::string::npos) << said;
}

TEST_F(BackupCommands, SayHowTheyAreUsed) {
  run({"backup"});
  EXPECT_EQ(code_, 2);
  run({"restore", "a", "b"});
  EXPECT_EQ(code_, 2);
}

TEST_F(BackupCommands, PauseAndGoOn) {
  EXPECT_NE(run({"pause"}).find("Paused on this laptop"), std::string::npos);
  EXPECT_NE(run({"status"}).find("Paused on this laptop"), std::string::npos);
  EXPECT_NE(run({"resume"}).find("No longer paused"), std::string::npos);
  EXPECT_FALSE(app_.model()->paused);
}

}  // namespace
}  // namespace twinlamp::cli
