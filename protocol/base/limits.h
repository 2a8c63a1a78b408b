// Every bound that both ends of a wire must agree on, in one place. Bytes unless said otherwise.
#pragma once

#include <chrono>
#include <cstddef>

namespace twinlamp::limits {

inline constexpr std::size_t frame_before_login = 1024;
inline constexpr std::size_t frame = 66 * 1024;
inline constexpr std::size_t envelope = 65 * 1024;     // one durable post: the 64 KiB bucket and its headers
inline constexpr std::size_t live_frame = 17 * 1024;   // a 16 KiB piece and its headers
inline constexpr std::size_t live_piece = 16 * 1024;
inline constexpr std::size_t answer = 48 * 1024;       // UTF-8
inline constexpr std::size_t answer_open = 12 * 1024;  // UTF-8, in mode "open without me"
inline constexpr std::size_t open_blob = 16 * 1024;
inline constexpr std::size_t entry_body = 60 * 1024;
inline constexpr std::size_t display_name = 64;        // UTF-8
inline constexpr std::size_t short_text = 4 * 1024;    // say-back, follow-up, addition: UTF-8
inline constexpr std::size_t farewell = 256;
inline constexpr std::size_t head_receipt = 512;
inline constexpr std::size_t skipped_keys = 512;       // a count

inline constexpr std::chrono::seconds writing_tick{10};
inline constexpr std::chrono::seconds countdown{3};

}  // namespace twinlamp::limits
