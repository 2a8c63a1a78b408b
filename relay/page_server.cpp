#include "relay/page_server.h"

#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <set>

namespace twinlamp::relay {

namespace net = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t visitors_at_most = 16;
constexpr std::size_t request_at_most = 4096;
constexpr std::chrono::seconds visit_at_most{5};
constexpr std::chrono::milliseconds no_descriptor_pause{100};

std::string http(const char* status, const std::string& body) {
  return std::string("HTTP/1.1 ") + status +
         "\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nCache-Control: no-store\r\nConnection: "
         "close\r\n"
         "Content-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

template <class Protocol>
class Visit : public std::enable_shared_from_this<Visit<Protocol>> {
public:
  Visit(net::io_context& io, typename Protocol::socket from, std::function<void(Visit*)> on_end)
      : socket_(std::move(from)), alarm_(io), on_end_(std::move(on_end)) {}

  void start(const Pages& pages) {
    alarm_.expires_after(visit_at_most);
    alarm_.async_wait([self = this->shared_from_this()](error_code cancelled) {
      if (!cancelled) self->end();
    });
    net::async_read_until(socket_, net::dynamic_buffer(request_, request_at_most), "\r\n\r\n",
                          [self = this->shared_from_this(), pages](error_code error, std::size_t) {
                            if (error) return self->end();
                            self->say(answer_to(self->request_, pages));
                          });
  }

  void end() {
    error_code ignored;
    alarm_.cancel();
    socket_.close(ignored);
    if (const auto done = std::exchange(on_end_, nullptr)) done(this);
  }

private:
  void say(std::string text) {
    answer_ = std::move(text);
    net::async_write(socket_, net::buffer(answer_),
                     [self = this->shared_from_this()](error_code, std::size_t) { self->end(); });
  }

  typename Protocol::socket socket_;
  net::steady_timer alarm_;
  std::function<void(Visit*)> on_end_;
  std::string request_, answer_;
};

template <class Protocol>
class Pager : public PageServer {
public:
  Pager(net::io_context& io, const typename Protocol::endpoint& at, Pages pages)
      : io_(io), pages_(std::move(pages)), acceptor_(io, at), pause_(io) {
    accept();
  }
  ~Pager() override { close(); }

  void close() override {
    error_code ignored;
    acceptor_.close(ignored);
    pause_.cancel();
    while (!visits_.empty()) (*visits_.begin())->end();
  }

private:
  void accept() {
    acceptor_.async_accept([this](error_code error, typename Protocol::socket socket) {
      if (error == net::error::operation_aborted) return;
      if (!error && visits_.size() < visitors_at_most) visit(std::move(socket));
      if (!error) return accept();
      pause_.expires_after(no_descriptor_pause);  // no descriptors left, most likely: some will come free
      pause_.async_wait([this](error_code cancelled) {
        if (!cancelled && acceptor_.is_open()) accept();
      });
    });
  }

  void visit(typename Protocol::socket socket) {
    const auto made = std::make_shared<Visit<Protocol>>(
        io_, std::move(socket), [this](Visit<Protocol>* gone) { visits_.erase(gone->shared_from_this()); });
    visits_.insert(made);
    made->start(pages_);
  }

  net::io_context& io_;
  Pages pages_;
  typename Protocol::acceptor acceptor_;
  net::steady_timer pause_;
  std::set<std::shared_ptr<Visit<Protocol>>> visits_;
};

}  // namespace

std::string answer_to(const std::string& request, const Pages& pages) {
  const auto method_end = request.find(' ');
  const auto path_end = method_end == std::string::npos ? method_end : request.find(' ', method_end + 1);
  if (path_end == std::string::npos) return http("400 Bad Request", "Not a request.\n");
  if (request.substr(0, method_end) != "GET") return http("405 Method Not Allowed", "Only GET.\n");
  const auto body = pages(request.substr(method_end + 1, path_end - method_end - 1));
  return body.empty() ? http("404 Not Found", "There is no such page.\n") : http("200 OK", body);
}

std::unique_ptr<PageServer> serve_pages(net::io_context& io, const net::ip::tcp::endpoint& at, Pages pages) {
  return std::make_unique<Pager<net::ip::tcp>>(io, at, std::move(pages));
}

std::unique_ptr<PageServer> serve_pages(net::io_context& io, const net::local::stream_protocol::endpoint& at,
                                        Pages pages) {
  return std::make_unique<Pager<net::local::stream_protocol>>(io, at, std::move(pages));
}

}  // namespace twinlamp::relay
