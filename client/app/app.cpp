#include "client/app/app.h"

#include <sodium.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include "client/app/core.h"
#include "client/app/keepsake_document.h"
#include "client/app/keepsake_index.h"
#include "client/app/wordings.h"
#include "client/store/system_random.h"

namespace twinlamp::client {

class App::Impl {
public:
  Impl(AppOptions options, ProfilePlace place, ProfileLock lock, std::function<void()> wake)
      : lock_(std::move(lock)),
        clock_(options.clock ? options.clock : std::make_shared<const SystemClock>()),
        decks_(options.decks),
        shelf_(wordings_.of({})),
        wake_(std::move(wake)),
        core_(std::make_unique<Core>(std::move(options), std::move(place),
                                     Core::Surroundings{loop_, *clock_, random_, [this](std::string_view language) { return wordings_.of(language); }, shelf_,
                                                        [this](ModelRef model) { take(std::move(model)); }})) {}

  ~Impl() {
    if (!thread_.joinable()) return;
    loop_.post([this] {
      core_->quit([this] {
        loop_.post([this] {
          core_.reset();
          loop_.stop();
        });
      });
    });
    thread_.join();
  }

  std::optional<std::string> start() {
    if (auto problem = core_->start()) return problem;
    thread_ = std::thread([this] { loop_.run(); });
    return std::nullopt;
  }

  void send(Intent intent) {
    loop_.post([this, intent = std::move(intent)] {
      if (core_) core_->handle(intent);
    });
  }

  ModelRef model() const {
    std::lock_guard lock(mutex_);
    return model_;
  }
  // The shelf is ahead of the model until that is published; who has seen a draft here must find it there.
  RoundRef round(const std::string& id) const {
    const auto now = model();
    const auto open = std::ranges::find(now->open_rounds, id, &RoundView::id);
    return open != now->open_rounds.end() ? *open : shelf_.find(id);
  }
  KeepsakeRef search(const std::string& words) const { return index_.search(model()->keepsake, words); }

private:
  WordingRef read_wording(std::string_view language) const {
    auto catalogue = language.empty() ? Catalogue() : decks_.empty() ? Catalogue::built_in(language) : open_catalogue(decks_, language).catalogue;
    return std::make_shared<const Wording>(
        Wording{std::move(catalogue), [this](WallTime at) { return clock_->utc_offset(at); }, Words::built_in(language)});
  }

  void take(ModelRef model) {
    index_.handle(model->keepsake);
    {
      std::lock_guard lock(mutex_);
      model_ = std::move(model);
    }
    if (wake_) wake_();
  }

  ProfileLock lock_;  // given up last
  Loop loop_;
  std::shared_ptr<const Clock> clock_;
  SystemRandom random_;
  std::filesystem::path decks_;
  Wordings wordings_{[this](std::string_view language) { return read_wording(language); }};  // of Core's thread, once it runs
  RoundShelf shelf_;
  mutable KeepsakeIndex index_{[this](const RoundSummary& line) { return searchable_text(line, [this](const std::string& id) { return shelf_.look_at(id); }); }};
  std::function<void()> wake_;
  mutable std::mutex mutex_;
  ModelRef model_;
  std::unique_ptr<Core> core_;
  std::thread thread_;
};

App::App(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
App::~App() = default;
void App::send(Intent intent) { impl_->send(std::move(intent)); }
ModelRef App::model() const { return impl_->model(); }
RoundRef App::round(const std::string& id) const { return impl_->round(id); }
KeepsakeRef App::search(const std::string& words) const { return impl_->search(words); }

std::variant<std::unique_ptr<App>, std::string> start_app(AppOptions options, std::function<void()> wake) {
  // Before there are settings to ask.
  const auto words = Words::built_in(options.language.empty() ? language_of_environment() : options.language);
  if (sodium_init() < 0) return words.say("fault.no_sodium");
  if (!KeepsakeIndex::is_possible()) return words.say("fault.no_search");
  auto place = find_profile(options.profile, options.home);
  if (auto* problem = std::get_if<std::string>(&place)) return words.translated(*problem);
  if (!options.relay.empty())
    if (auto address = parse_relay_address(options.relay); !address)
      return words.say("set.unreadable_relay", {{"why", words.translated(address.error().where)}});
  auto lock = ProfileLock::take(std::get<ProfilePlace>(place));
  if (auto* problem = std::get_if<std::string>(&lock)) return words.translated(*problem);
  auto impl = std::make_unique<App::Impl>(std::move(options), std::get<ProfilePlace>(std::move(place)), std::get<ProfileLock>(std::move(lock)),
                                          std::move(wake));
  if (auto problem = impl->start()) return *problem;
  return std::unique_ptr<App>(new App(std::move(impl)));
}

}  // namespace twinlamp::client
