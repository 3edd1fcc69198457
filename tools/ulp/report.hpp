// What a measurement is told as: a line of text, and an object of JSON.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "measure.hpp"

namespace ulp {

template <class T>
inline constexpr std::string_view type_name = "double";
template <>
inline constexpr std::string_view type_name<float> = "float";

/// A measurement and what it was of.
struct line {
  std::string function;  ///< with its parameters
  int derivative;
  std::string_view type, instruction_set;
  bool exhaustive;
  double bound;
  findings found;
};

template <class T>
line make_line(const subject& s, bool exhaustive, findings found);

/// sigmoid''
std::string call_name(const std::string& function, int derivative);
/// In percent; 100 is said of all alone.
std::string share_text(double part, double whole);

void print_header();
void print(const line& l, bool binades);
/// An array of objects, one on a line.
std::string to_json(const std::vector<line>& lines);

}  // namespace ulp
