// The distributions of inputs, and numbers from a file.
// SPDX-License-Identifier: MIT
#include "input.hpp"

#include <cstdlib>
#include <cstring>
#include <fstream>
#include <random>
#include <stdexcept>
#include <vector>

namespace bench {
namespace {

constexpr auto seed = std::mt19937::default_seed;

bool blank(const char* text) { return text[std::strspn(text, " \t\r")] == '\0'; }

}  // namespace

input normal_input() {
  return {"normal", "normal, mean 0, standard deviation 2",
          [engine = std::mt19937(seed), normal = std::normal_distribution<double>(0, 2)]() mutable {
            return normal(engine);
          }};
}

input other_normal_input() {
  input result = normal_input();
  result.next();
  return result;
}

input uniform_input() {
  return {"uniform", "uniform from -30 to 30",
          [engine = std::mt19937(seed), uniform = std::uniform_real_distribution<double>(-30, 30)]() mutable {
            return uniform(engine);
          }};
}

input file_input(const std::string& path) {
  std::ifstream file(path);
  std::vector<double> numbers;
  std::string line;
  for (std::size_t line_number = 1; std::getline(file, line); ++line_number) {
    if (blank(line.c_str())) continue;
    char* end = nullptr;
    numbers.push_back(std::strtod(line.c_str(), &end));
    if (end == line.c_str() || !blank(end))
      throw std::runtime_error(path + ':' + std::to_string(line_number) + ": expected one number, found \"" + line +
                               '"');
  }
  if (!file.eof()) throw std::runtime_error(path + ": cannot be read");
  if (numbers.empty()) throw std::runtime_error(path + ": holds no numbers");
  return {"file", "the " + std::to_string(numbers.size()) + " numbers of " + path + ", over and over",
          [numbers, i = std::size_t{0}]() mutable { return numbers[i++ % numbers.size()]; }};
}

}  // namespace bench
