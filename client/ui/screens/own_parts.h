// What one page or round keeps of its own between frames: made when it is first asked for, forgotten with what holds
// it. It lets a practice have a state without everybody who holds it knowing the practice.
#pragma once

#include <map>
#include <memory>
#include <typeindex>

namespace twinlamp::ui {

class OwnParts {
public:
  template <typename Own>
  Own& own() {
    auto& made = own_[typeid(Own)];
    if (!made) made = std::make_shared<Own>();
    return *static_cast<Own*>(made.get());
  }

private:
  std::map<std::type_index, std::shared_ptr<void>> own_;
};

}  // namespace twinlamp::ui
