// Prints the names of the list, one a line: what the smoke test looks for in the table.
// SPDX-License-Identifier: MIT
#include <hillock/activations.hpp>
#include <iostream>

int main() {
  hillock::activations::for_each([]<class F>() { std::cout << F::about.name << '\n'; });
}
