// The desktop's notifier by hand: each line of the input is `show TEXT` or `withdraw`; the end of the input is the end of the app.
#include <iostream>
#include <string>

#include "client/notify/desktop_notifier.h"

int main() {
  twinlamp::client::DesktopNotifier notifier;
  for (std::string line; std::getline(std::cin, line);) line.starts_with("show ") ? notifier.show(line.substr(5)) : notifier.withdraw();
}
