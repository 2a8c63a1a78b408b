// OpenSSL takes a buffer of some 16 KiB for each record that it reads or writes, and gives it back at once (see
// tls.cpp: else each connection would keep two). With this those few buffers are kept between records, a few for each
// thread, instead of going through the heap's lists with every frame.
#pragma once

namespace twinlamp::relay {

// Once, before anything else uses OpenSSL; later it does nothing, and all works as without it.
void keep_record_buffers();

}  // namespace twinlamp::relay
