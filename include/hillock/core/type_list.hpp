// A list of types, and a loop over it.
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "config.hpp"

namespace hillock {

template <class... Types>
struct type_list {
  static constexpr std::size_t size = sizeof...(Types);

  /// Calls f.operator()<Type>() for every type, in order.
  template <class Function>
  static constexpr void for_each(Function&& f) {
    (f.template operator()<Types>(), ...);
  }
};

}  // namespace hillock
