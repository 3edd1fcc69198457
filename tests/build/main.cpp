// Runs the checks of one object made from paths.cpp: ENTRY is its function, the argument the number of inputs.
// SPDX-License-Identifier: MIT
#include <cstdlib>

extern "C" int ENTRY(unsigned inputs);

int main(int argc, char** argv) { return argc == 2 && ENTRY(static_cast<unsigned>(std::atoi(argv[1]))) == 0 ? 0 : 1; }
