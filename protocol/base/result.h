// The outcome of anything fed by a peer, a disk or a person: a value, or an Error with a code and a literal.
//
// The text is always a literal of ours, so an error can be logged anywhere: it never holds peer data or a secret.
#pragma once

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

namespace twinlamp {

enum class ErrorCode {
  malformed,     // bytes that do not parse, or break a stated bound
  unauthentic,   // a signature, tag, hash or proof that does not verify
  out_of_order,  // well formed, but not now
  conflict,      // contradicts something already fixed
  too_large,
  not_found,
  refused,       // a limit or a policy says no
  unavailable,   // try again later: disk full, offline, busy
  corrupt,       // our own stored data does not verify
  cancelled,
};

struct Error {
  ErrorCode code;
  const char* where;  // a literal, e.g. "ratchet: header"
};

template <class T>
class [[nodiscard]] Result {
public:
  Result(T value) : value_(std::move(value)) {}  // NOLINT(google-explicit-constructor): returned by name
  Result(Error error) : value_(error) {}         // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return value_.index() == 0; }
  T& operator*() & { return std::get<0>(value_); }
  const T& operator*() const& { return std::get<0>(value_); }
  T operator*() && { return std::get<0>(std::move(value_)); }  // by value: a range-for over a temporary would dangle
  T* operator->() { return &std::get<0>(value_); }
  const T* operator->() const { return &std::get<0>(value_); }
  const Error& error() const { return std::get<1>(value_); }

private:
  std::variant<T, Error> value_;
};

template <>
class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : error_(error) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return !error_; }
  const Error& error() const { return *error_; }

private:
  std::optional<Error> error_;
};

// Returns the error of a Result<void> to the caller.
#define TWINLAMP_TRY(expression)                          \
  do {                                                    \
    if (auto try_result_ = (expression); !try_result_) {  \
      return try_result_.error();                         \
    }                                                     \
  } while (false)

}  // namespace twinlamp
