#include "client/app/exporter.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <future>
#include <sstream>

#include "tests/client/export/sample_document.h"
#include "tests/support/temp_folder.h"

namespace twinlamp::client::test {
namespace {

using Form = ExportKeepsake::Form;

std::string content_of(const std::filesystem::path& file) {
  std::ostringstream out;
  out << std::ifstream(file, std::ios::binary).rdbuf();
  return out.str();
}

class ExporterTest : public testing::Test {
protected:
  Result<void> write(Form form, const std::filesystem::path& file) {
    std::promise<Result<void>> done;
    exporter_.start(form, file, [] { return sample_document(); }, [&](Result<void> result) { done.set_value(std::move(result)); });
    return done.get_future().get();
  }
  twinlamp::test::TempFolder folder_;
  Exporter exporter_;
};

TEST_F(ExporterTest, WritesEachFormForItsOwnerAlone) {
  const std::pair<Form, std::string> forms[] = {{Form::markdown, "# Noor and Sam"}, {Form::html, "<!doctype html>"}, {Form::pdf, "%PDF-1."}};
  for (const auto& [form, begins] : forms) {
    const auto file = folder_ / ("copy" + std::string(ending_of(form)));
    ASSERT_TRUE(write(form, file));
    EXPECT_TRUE(content_of(file).starts_with(begins));
    struct stat facts {};
    ASSERT_EQ(stat(file.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 0777, 0600u);
  }
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_.path()), {}), 3) << "nothing half written lies beside them";
}

TEST_F(ExporterTest, TellsWhereItCouldNotWrite) {
  const auto written = write(Form::html, folder_ / "none" / "copy.html");
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().code, ErrorCode::unavailable);
  EXPECT_TRUE(write(Form::html, folder_ / "copy.html")) << "and works again";
}

TEST_F(ExporterTest, WritesNothingOnceItWasStopped) {
  std::promise<void> begun, goes_on;
  const auto file = folder_ / "copy.pdf";
  bool told = false;
  exporter_.start(
      Form::pdf, file,
      [&] {
        begun.set_value();
        goes_on.get_future().get();
        return sample_document();
      },
      [&](const Result<void>&) { told = true; });
  begun.get_future().get();
  EXPECT_TRUE(exporter_.is_running());
  std::thread stopping([&] { exporter_.stop(); });
  while (!exporter_.is_stopping()) std::this_thread::yield();
  goes_on.set_value();
  stopping.join();
  EXPECT_FALSE(told);
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace twinlamp::client::test
