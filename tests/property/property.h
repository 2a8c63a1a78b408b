// RapidCheck with GoogleTest. RapidCheck's header wants the other to be there already.
#pragma once

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>
