// Core: everything of one profile, on the loop's thread. Intents, the relay's frames and time come in; Models go out.
//
// By concern: core.cpp (life, stages, the model), core_acts.cpp (what a person does in rounds), core_practices.cpp (and in practices), core_play.cpp,
// core_wishes.cpp (and for themselves), core_private.cpp (Desire's door), core_gifts.cpp, core_dates.cpp,
// core_home.cpp (what comes of Hosting, our relay on this laptop), core_keepsake.cpp, core_backup.cpp, core_settings.cpp (set-up, lock, leave), core_pairing.cpp,
// core_renewal.cpp (a lost laptop),
// core_link.cpp (the connection and the device's events). What can be a class
// of its own is one: PairingFlow,
// DeviceDriver, Drafts, Hosting, LeftRooms, ModelBuilder, NoticeBoard.
#pragma once

#include <memory>
#include <optional>

#include "client/app/announcer.h"
#include "client/app/app.h"
#include "client/app/auto_lock.h"
#include "client/app/backup_run.h"
#include "client/app/believed_clock.h"
#include "client/app/device_driver.h"
#include "client/app/drafts.h"
#include "client/app/exporter.h"
#include "client/app/hosting.h"
#include "client/app/left_rooms.h"
#include "client/app/model_builder.h"
#include "client/app/notices.h"
#include "client/app/practices/own_cards.h"
#include "client/app/pairing_flow.h"
#include "client/app/practices/live_play.h"
#include "client/app/practices/appreciations.h"
#include "client/app/ready_watch.h"
#include "client/app/settings.h"
#include "client/app/unseen_wishes.h"
#include "client/link/relay_address.h"
#include "client/store/keyring.h"
#include "client/store/profile.h"

namespace twinlamp::client {

// What there is of an unlocked profile. The driver reads the storage, so it goes first.
struct OpenedProfile {
  Key key;
  std::unique_ptr<SqliteStorage> storage;
  Settings settings;
  OwnWill alone;  // what this person keeps to themselves
  std::optional<DesireLock> desire_lock;
  Drafts drafts;
  bool are_drafts_refused = false;  // by the disk, the last time
  bool has_ended = false;
  bool was_ended_here = false;  // its room, by this side
  std::unique_ptr<DeviceDriver> driver;
};

// A round whose answers are here, but not to be shown before the instant.
struct HeldRound {
  RoundId id{};
  std::optional<MonoTime> opens_at;
};

class Core : private LinkListener, private DeviceListener, private HostingListener {
public:
  struct Surroundings {  // all outlive the Core
    Loop& loop;
    const Clock& clock;
    Random& random;
    std::function<WordingRef(std::string_view language)> wording;
    RoundShelf& shelf;
    std::function<void(ModelRef)> publish;
  };

  Core(AppOptions options, ProfilePlace place, Surroundings around);

  // Reads the profile and publishes the first model: locked, with a problem, where it is there and cannot be opened. A sentence if not even
  // that is possible.
  std::optional<std::string> start();
  void handle(const Intent& intent);
  // Saves what is unsaved, says goodbye, then calls `done` from the loop: at once, or when a room that is being erased has had a moment.
  void quit(std::function<void()> done);

private:
  // --- life
  // Up to the stage that there is on the disk. A sentence where nothing can be opened.
  std::optional<std::string> reach_stage();
  void read_member();
  std::optional<std::string> open_with(std::string_view passphrase);
  void stay_closed(std::string why);
  Result<void> finish_what_was_restored();
  Result<void> open_profile(Key key);
  Result<void> open_pair(PairRecord record);
  void close_profile();
  void forget_profile();
  void watch_for_locking();  // after anything that may change whether, and when, this locks by itself
  void look_at_lock();
  bool is_lock_due() const { return auto_lock_.is_due(around_.clock.now().mono, around_.clock.slept()); }
  bool save(const std::string& name, std::optional<SecretBytes> value);
  bool save_settings();
  void save_open_settings();
  void save_drafts_soon();
  void save_drafts();
  void drop_sealed_drafts();
  void later(std::function<void()> task);  // on the loop, unless this is gone by then; from any thread
  void changed() { mark(true); }  // the pair's rounds, or what is shown of them
  void mark(bool rounds);
  void publish();
  ModelRef make_model();
  std::string language() const;  // that is to be spoken
  const Words& words() const override { return wording_->words; }
  std::string partner_name() const;
  void fill_people(Model& model) const;
  void fill_settings(Model& model) const;
  void fill_sharing(SharingView& sharing) const;
  void fill_export(ExportView& view) const;
  // --- a backup of everything, and back
  void handle_intent(const BackUp& intent);
  void handle_intent(const RestoreBackup& intent);
  BackupWriter::Parts backup_parts() const;
  void on_backed_up(const std::filesystem::path& file, const Result<void>& written);
  void on_restored(const Key& key, bool was_empty);
  Result<void> open_restored(const Key& key);
  void fill_backup(BackupView& view) const;
  void read_look();
  void on_exported(const std::filesystem::path& file, const Result<void>& written);
  RoundFacts local_facts(const twinlamp::Round& round) const;

  // --- intents
  void handle_intent(const SetUp& intent);
  void handle_intent(const SetDisplayName& intent);
  void handle_intent(const SetRelay& intent);
  void handle_intent(const SetHosting& intent);
  void handle_intent(const DoNotWait& intent);
  void handle_intent(const SetPassphrase& intent);
  void handle_intent(const SetAutoLock& intent);
  void handle_intent(const SetLook& intent);
  void handle_intent(const SetNotifications& intent);
  void handle_intent(const SetWindow& intent);
  void handle_intent(const SetPause& intent);
  void handle_intent(const SeenIntroduction& intent);
  void handle_intent(const Unlock& intent);
  void handle_intent(const Lock& intent);
  void handle_intent(const QuickHide& intent);
  void handle_intent(const ShowAgain& intent);
  void handle_intent(const Stirred& intent);
  void handle_intent(const InvitePartner& intent);
  void handle_intent(const JoinPartner& intent);
  void handle_intent(const ConfirmSameWords& intent);
  void handle_intent(const CancelPairing& intent);
  void handle_intent(const RenewPartner& intent);
  void handle_intent(const SetLamp& intent);
  void handle_intent(const SetInFront& intent);
  void handle_intent(const Writing& intent);
  void handle_intent(const AskCard& intent);
  void handle_intent(const NextSuggestion& intent);
  void handle_intent(const SaveDraft& intent);
  void handle_intent(const SealAnswer& intent);
  void handle_intent(const PassRound& intent);
  void handle_intent(const RelaxRound& intent);
  void handle_intent(const SayBack& intent);
  void handle_intent(const Confirm& intent);
  void handle_intent(const React& intent);
  void handle_intent(const client::FollowUp& intent);
  void handle_intent(const Reply& intent);
  void handle_intent(const Add& intent);
  void handle_intent(const CloseRound& intent);
  void handle_intent(const GoOnWithoutIt& intent);
  void handle_intent(const RenewKeys& intent);
  void handle_intent(const TakeStep& intent);
  void handle_intent(const SendGift& intent);
  void handle_intent(const TakeBackGift& intent);
  void handle_intent(const DrawFromJar& intent);
  void handle_intent(const LookAtGifts& intent);
  void handle_intent(const ProposeDate& intent);
  void handle_intent(const ExportCalendar& intent);
  void handle_intent(const PutItem& intent);
  void handle_intent(const RemoveItem& intent);
  void handle_intent(const SayRemark& intent);
  void handle_intent(const ShareDeck& intent);
  void handle_intent(const RemoveDeck& intent);
  void handle_intent(const AddOwnCard& intent);
  void handle_intent(const LookForDecks& intent);
  void share_deck(const std::string& name, const std::string& toml);
  void look_for_decks();
  void take_in_own_cards();
  void forget_own_cards();
  void handle_intent(const SetDesire& intent);
  void handle_intent(const SetCeiling& intent);
  void handle_intent(const SealWishes& intent);
  void keep_to_oneself(const OwnWill& will);
  void tell_private();
  void handle_intent(const ReadyToPlay& intent);
  void handle_intent(const LeavePlay& intent);
  void handle_intent(const PickSide& intent);
  void handle_intent(const ExportKeepsake& intent);
  void handle_intent(const SetDesireLock& intent);
  void handle_intent(const OpenDesire& intent);
  void handle_intent(const CloseDesire& intent);
  void handle_intent(const StayInDesire& intent);
  void handle_intent(const DismissNotice& intent);
  void handle_intent(const RetryNow& intent);
  void handle_intent(const Leave& intent);
  void handle_intent(const Quit& intent);

  void look_at_play();
  void stop_play();

  using Act = std::function<Result<void>(Device&, Now)>;
  bool act(const Act& input);  // false: refused, or not on the disk yet; the person was told
  using RoundAct = std::function<Result<void>(Device&, const RoundId&, Now)>;
  bool act_in(const std::string& round, const RoundAct& input);
  bool act_in(const std::string& round, std::string_view text, const RoundAct& input);
  const twinlamp::Round* find_round(const std::string& id);  // tells where there is none
  bool is_paired() const { return opened_ && opened_->driver; }
  void tell_presence();
  bool is_lamp_lit() const { return opened_->settings.lamp_lit && !open_settings_.paused; }
  void announce();             // that something is ready, now or when it may be
  void announce_while_locked();
  void look_at_announcements();
  Announcer::Moment moment() const;
  // --- gifts: their moments are kept here
  Result<void> open_gifts();
  Appreciations::Moment gift_moment();
  void take_in_gifts();        // what has come, and what is due by now
  void look_at_gifts_soon();
  void save_gifts();
  void nudge();
  // --- Desire's door
  void look_at_unseen_wishes();
  bool is_desire_on() const;      // for both, and still here
  bool is_desire_locked() const;  // and its passphrase is to be asked for
  bool shows_desire() const;
  bool is_of_desire(const twinlamp::Round& round) const;
  bool is_shown(const twinlamp::Round& round) const;
  bool is_shown(const RoundId& id) const;
  void look_at_private_pages();
  void stay_in_desire();
  void leave_desire();
  void note_act_in(const twinlamp::Round& round);
  void forget_private_pages();
  void tell_profile();
  void agree_day_turn();
  void look_at_profile_soon();
  void problem(std::string text);
  std::string unreadable_relay(const Error& error) const;
  void leave_for_good();
  void forget_everything();
  bool finish_erasing();  // false: it tells that it could not
  void keep_farewell(const std::string& farewell);  // of the partner, heard while locked
  void take_in_farewell();
  bool is_own_farewell(ByteView farewell) const;

  // --- pairing
  std::optional<RelayAddress> relay_address();  // tells where there is none
  void begin_pairing(PairingFlow flow, const RelayAddress& address);
  void refuse_code(std::string text);
  void drain_flow();
  void accept_pair();
  void drop_pending();
  void end_renewing();
  void go_on_renewing(ByteView pending);
  Result<void> renew_pair(PairRecord next);
  Result<void> close_unreadable(const Error& error);
  void leave_old_room();
  std::uint8_t own_slot() const;      // of a pair
  const Device* going_on() const;     // in a renewal

  // --- our relay, on this laptop
  void on_hosting_changed() override;
  void on_hosting_problem(std::string text) override;
  void on_hosting_settled(std::optional<Intent> put_off) override;
  void on_farewells_changed() override;
  std::optional<PublicKey> relay_of_pair() const override;
  void keep_home_address(const PairRecord& record);

  // --- the relay
  bool move_pair(const RelayAddress& address, const std::string& typed);
  Result<PairRecord> kept_pair() const;
  void connect();
  void disconnect();
  void on_connected(const RelayFacts& relay) override;
  void on_logged_in(const wire::LoggedIn& facts) override;
  void on_frame(const wire::Frame& frame) override;
  void on_down(const LinkDown& down) override;
  std::uint64_t resume_after() override { return 0; }  // the relay keeps what is not acknowledged, and no more
  void send_frame(const wire::Frame& frame) override { link_.send(frame); }
  void on_device_event(const DeviceEvent& event) override;
  void on_device_pumped() override;
  void on_stuck(const Error& error) override;
  void on_unstuck() override;
  void end_pair();
  void set_connection(Connection connection, std::string text);

  AppOptions options_;
  ProfilePlace place_;
  Surroundings around_;
  Keyring keyring_;
  OpenSettings open_settings_;
  WordingRef wording_;
  ModelBuilder builder_;
  OwnCards own_cards_;
  NoticeBoard notices_;
  Link link_;
  Hosting hosting_;
  std::string other_relay_;  // see SettingsView

  Stage stage_ = Stage::fresh;
  std::string stage_problem_;
  std::uint64_t refused_unlocks_ = 0;
  bool has_passphrase_ = false, has_left_ = false, is_hidden_ = false, has_stopped_restoring_ = false;
  bool is_member_damaged_ = false;
  Connection connection_ = Connection::offline;
  std::string connection_text_;
  bool asked_to_wait_ = false;
  std::optional<MonoTime> retry_at_;
  std::optional<MemberRecord> member_;
  std::optional<OpenedProfile> opened_;
  std::optional<PairingFlow> flow_;
  std::optional<PendingPair> pending_;
  std::optional<PairingView> refused_code_;
  bool partner_is_new_ = false;           // whose device was last told as set back
  bool is_renewing_ = false;              // the stage is pairing, and there is a pair that goes on
  LeftRooms left_rooms_;
  bool is_quitting_ = false;

  AutoLock auto_lock_;
  Announcer announcer_;
  ReadyWatch ready_watch_;
  Appreciations appreciations_;
  OpenUpRef open_up_ = std::make_shared<const OpenUpView>();
  DesireRef desire_ = std::make_shared<const DesireView>();
  bool is_desire_open_ = false, was_desire_wrong_ = false;  // its own passphrase
  UnseenWishes unseen_wishes_;
  DatesRef dates_ = std::make_shared<const DatesView>();
  BelievedClock believed_clock_;
  std::vector<OffsetShift> my_shifts_;  // of this device's clock
  bool announced_while_locked_ = false;  // once for each time that this is locked: more says no more
  bool in_front_ = false, has_told_profile_ = false;
  static constexpr std::chrono::seconds writing_shows{20};  // after a key
  std::optional<MonoTime> last_key_;
  std::vector<HeldRound> held_;
  std::optional<LivePlay> play_;
  std::optional<std::uint64_t> stuck_notice_;
  std::string documents_folder_, exported_file_;
  std::uint64_t exported_ = 0;
  std::uint64_t version_ = 0;
  bool is_marked_ = false, rounds_changed_ = false;
  Loop::Timer draft_timer_, lock_timer_, writing_timer_, profile_timer_, reconnect_timer_, quiet_timer_;
  Loop::Timer day_timer_, play_timer_, gift_timer_, desire_timer_, unseen_timer_;
  std::string backup_file_;
  std::uint64_t backed_up_ = 0, restored_ = 0;
  std::optional<WallTime> last_backup_;
  BackupRun backup_;
  RestoreRun restore_;
  Exporter exporter_;  // first to go: it reads what is above
  std::shared_ptr<int> life_ = std::make_shared<int>();
};

}  // namespace twinlamp::client
