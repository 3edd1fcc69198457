// Prints what the smoke test looks for in the table: a line for each function of hillock, as a regular expression.
// SPDX-License-Identifier: MIT
#include <iostream>

#include "list.hpp"

int main() {
  const auto print = [](const char* operation, const char* elements) {
    return
        [=]<class F>() { std::cout << F::about.name << " +" << operation << " +float +" << elements << " +[0-9]\n"; };
  };
  hillock::activations::for_each(print("value", "16"));
  for (const char* operation : {"forward", "forward_causal", "forward_alibi"})
    bench::normalisers::for_each(print(operation, "16384x16"));
  bench::reductions::for_each(print("forward", "16384x16"));
  bench::gates::for_each(print("forward", "16"));
}
