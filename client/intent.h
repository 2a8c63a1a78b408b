// What a person can want: the only way from a face (window, terminal) to the app.
//
// Plain values. A face never waits for an intent: its effect, or the sentence that says why there was none, comes back in the Model.
#pragma once

#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "client/content/answer.h"
#include "client/practices/acts.h"
#include "client/practices/own_cards.h"
#include "client/practices/private.h"
#include "client/practices/play.h"

namespace twinlamp::client {

enum class SealMode { together, apart, open };

// First start and settings.
struct SetUp {               // once, on a fresh profile
  std::string display_name;
  std::string relay;         // host:port, or an invitation line with the relay's id; empty = decide when pairing
  std::string passphrase;    // empty = no lock
  bool host = false;         // run our relay on this laptop, as SetHosting
};
struct SetDisplayName { std::string name; };
struct SetRelay {
  std::string relay;
  bool move = false;         // a pair may go to another relay than the one where it lives: the person was warned
};
struct SetHosting {          // our relay, on this laptop; kept on this device
  bool on = false;
  std::string name;          // HOST or HOST:PORT of the router, which the person knows; empty = none
  std::string address;       // the host that the partner is told: one of HomeView::addresses, or `name`; empty = the best there is
};
struct DoNotWait {};         // for the partner of a pair that was left: HomeView::waits_to_tell
struct SetPassphrase { std::string current, wanted; };  // wanted empty = no lock
struct SetAutoLock { int minutes; };                    // 0 = never by time alone; a laptop that slept locks all the same
struct SetLook {                                        // kept on this device
  float text_scale = 1;                                 // 0.8 to 2
  enum class Palette { evening, morning, follow } palette = Palette::follow;
  bool reduced_motion = false;
  bool high_contrast = false;
  std::string language = {};                           // "en", "es"; empty = as the environment says
};
struct SetNotifications {                               // of something ready: never what, never whose
  bool on = true;
  bool quiet_hours = false;
  int quiet_from = 22 * 60, quiet_until = 8 * 60;       // minutes after local midnight, 0 to 1439; may cross it; the same = none
  bool nudge = true;                                    // in the evening, on a day on which nothing was given; once
};
struct WindowPlace {                                    // in the screen's own coordinates
  int x = 0, y = 0, width = 0, height = 0;
  bool maximised = false;
  friend bool operator==(const WindowPlace&, const WindowPlace&) = default;
};
struct SetWindow { WindowPlace place; };                // remembered; send it when it has come to rest
struct SetPause { bool paused; };                       // on this device alone: lamp out, nothing told, nothing suggested
struct SeenIntroduction {};                             // the pages of the first run
struct Unlock { std::string passphrase; };
struct Lock {};
struct QuickHide {};                                    // locks where there is a passphrase, else Model::hidden until ShowAgain
struct ShowAgain {};
struct Stirred {};                                      // a key or the mouse: what auto-lock waits for. Once in ten seconds is enough

// Pairing.
struct InvitePartner {};
struct JoinPartner { std::string code; };  // words, or a copied invitation
struct ConfirmSameWords { bool same; };
struct CancelPairing {};                   // and with it a renewal
// The partner's laptop is lost and they have a new one: pair anew (InvitePartner or JoinPartner, see PairingView), and the new one gets the whole
// history once both have confirmed the words. What is sealed and not opened yet is closed then, and the lost laptop is shut out.
struct RenewPartner {};

// Presence.
struct SetLamp { bool lit; };
struct SetInFront { bool in_front; };                   // the window or terminal is where the person looks
struct Writing { std::string round; };                  // a key was pressed in this round's answer

// Rounds. `round` is the id from the model.
struct AskCard { std::string card; };
struct NextSuggestion {};
struct SaveDraft { std::string round; Answer answer; bool at_once = false; };  // at once: on the disk before the model has it; else soon
struct SealAnswer { std::string round; Answer answer; SealMode mode = SealMode::together; };
struct PassRound { std::string round; };                // stays on this device
struct RelaxRound { std::string round; };               // offer, or accept, "apart is fine"
struct SayBack { std::string round, text; };
struct Confirm { std::string round; bool yes; std::string clarification; };
struct React { std::string round, reaction; };
struct FollowUp { std::string round, question; };
struct Reply { std::string round, text; };
struct Add { std::string round, text; };
struct CloseRound { std::string round; };

// The keepsake.
struct ExportKeepsake {                                 // into a file that other programs read: it is not encrypted
  enum class Form { markdown, html, pdf } form = Form::html;
  std::string file;                                     // from / or ~/ on; without an ending it gets the form's
  std::vector<std::string> lines;                       // their ids
  bool replace = false;                                 // what is there by that name already
};

// Everything that this device needs to go on, in an encrypted file; and a profile out of one.
inline constexpr std::size_t least_backup_passphrase = 12;  // characters: whoever has the file may guess for ever
struct BackUp {
  std::string file;                                     // from / or ~/ on; without an ending it gets ".twinlamp"
  std::string passphrase;                               // of its own: the profile's does not open it
  bool replace = false;                                 // what is there by that name already
};
struct RestoreBackup {
  std::string file, passphrase;
  std::string lock;                                     // the new profile's own passphrase; empty: none. In place of a pair its lock stays
  bool replaces = false;                                // the pair that is here; without it only a fresh profile takes a backup
};
// After a backup was put back, and the partner has less than what this device once wrote: what is still missing is let go.
struct GoOnWithoutIt {};
struct RenewKeys {};                                    // the two devices agree on new keys at the next meeting

struct DismissNotice { std::uint64_t id; };
struct RetryNow {};                                     // connect at once
struct Leave { std::string typed_word; };               // must be the word the screen asks for
struct Quit {};

using AnyIntent = std::variant<SetUp, SetDisplayName, SetRelay, SetHosting, DoNotWait, SetPassphrase, SetAutoLock, SetLook, SetNotifications, SetWindow, SetPause,
                               SeenIntroduction, Unlock, Lock, QuickHide, ShowAgain, Stirred, InvitePartner, JoinPartner, ConfirmSameWords,
                               CancelPairing, RenewPartner, SetLamp, SetInFront, Writing, AskCard, NextSuggestion, SaveDraft, SealAnswer,
                               PassRound, RelaxRound, SayBack, Confirm, React, FollowUp, Reply, Add, CloseRound,
                               TakeStep, SendGift, TakeBackGift, DrawFromJar, LookAtGifts, PutItem, RemoveItem, SayRemark,
                               ReadyToPlay, LeavePlay, PickSide,
                               ProposeDate, ExportCalendar,
                               SetDesire, SetCeiling, SealWishes, SetDesireLock, OpenDesire, CloseDesire, StayInDesire,
                               ExportKeepsake, BackUp, RestoreBackup,
                               ShareDeck, RemoveDeck, AddOwnCard, LookForDecks,
                               GoOnWithoutIt, RenewKeys, DismissNotice, RetryNow, Leave,
                               Quit>;

// One of these, for std::visit() and std::get_if(). Copied, moved and destroyed in one place: with so many of them that costs a compiler
// twelve seconds, which every file that sends one would pay.
struct Intent : AnyIntent {
  template <class T>
    requires(std::is_constructible_v<AnyIntent, T&&> && !std::is_base_of_v<AnyIntent, std::remove_cvref_t<T>>)
  Intent(T&& one) : AnyIntent(std::forward<T>(one)) {}
  Intent(const Intent& other);
  Intent(Intent&& other) noexcept;
  Intent& operator=(const Intent& other);
  Intent& operator=(Intent&& other) noexcept;
  ~Intent();
};

}  // namespace twinlamp::client
