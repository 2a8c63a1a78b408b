// What covers everything once somebody wanted to hide quickly and there is no passphrase to lock with: a night, and a
// way back.
#pragma once

#include "client/ui/screens/screen.h"

namespace twinlamp::ui {

Step draw_hidden(Ui& ui, const Rect& area);

}  // namespace twinlamp::ui
