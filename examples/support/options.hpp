// The command line of the examples: `--name VALUE`, `--name=VALUE` and `--help`, and how errors are told.
// SPDX-License-Identifier: MIT
#pragma once

#include <charconv>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <initializer_list>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>
#include <variant>

namespace examples {

struct whole_number {
  unsigned& value;
  unsigned lowest = 0;
};

struct option {
  std::string_view name;     ///< with its dashes
  std::string_view meaning;  ///< for --help
  std::variant<std::string*, whole_number> target;
};

inline void set(const option& each, std::string_view text) {
  if (const auto* target = std::get_if<std::string*>(&each.target)) {
    if (text.empty()) throw std::invalid_argument(std::string(each.name) + " needs a value that is not empty.");
    **target = text;
    return;
  }
  const auto& number = std::get<whole_number>(each.target);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number.value);
  if (error != std::errc{} || end != text.data() + text.size() || number.value < number.lowest)
    throw std::invalid_argument(std::string(each.name) + " needs a whole number from " + std::to_string(number.lowest) +
                                " to " + std::to_string(std::numeric_limits<unsigned>::max()) + ", not '" +
                                std::string(text) + "'.");
}

/// Sets the targets of the options given. --help prints `summary` and the options, and ends the program; anything
/// unknown throws std::invalid_argument.
inline void read_options(int argc, char** argv, std::string_view summary, std::initializer_list<option> options) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i], name = argument.substr(0, argument.find('='));
    if (argument == "--help") {
      std::printf("%.*s\n\n", static_cast<int>(summary.size()), summary.data());
      for (const option& each : options)
        std::printf("  %-16s %s\n", (std::string(each.name) + (each.target.index() == 0 ? " DIR" : " N")).c_str(),
                    std::string(each.meaning).c_str());
      std::exit(EXIT_SUCCESS);
    }
    const option* found = nullptr;
    for (const option& each : options)
      if (each.name == name) found = &each;
    if (found == nullptr) throw std::invalid_argument("unknown argument '" + std::string(argument) + "'; see --help.");
    if (name.size() < argument.size())
      set(*found, argument.substr(name.size() + 1));
    else if (++i < argc)
      set(*found, argv[i]);
    else
      throw std::invalid_argument(std::string(name) + " needs a value; see --help.");
  }
}

/// main of a program: run(argc, argv), where an exception becomes one line on stderr.
inline int run_program(const char* name, int (*run)(int, char**), int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", name, error.what());
    return EXIT_FAILURE;
  }
}

}  // namespace examples
