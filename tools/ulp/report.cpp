// See report.hpp.
// SPDX-License-Identifier: MIT
#include "report.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <utility>

#include "../../tests/failures.hpp"

namespace ulp {
std::string call_name(const std::string& function, int derivative) {
  return function + std::string(static_cast<std::size_t>(derivative), '\'');
}

std::string share_text(double part, double whole) {
  return part == whole ? "100" : fmt::format("{:.4f}", std::min(100 * part / whole, 99.9999));
}

template <class T>
line make_line(const subject& s, bool exhaustive, findings found) {
  return {.function = tests::name(*s.row),
          .derivative = static_cast<int>(s.member),
          .type = type_name<T>,
          .instruction_set = s.row->instruction_set,
          .exhaustive = exhaustive,
          .bound = stated_bound<T>(s).ulp,
          .found = std::move(found)};
}
template line make_line<float>(const subject&, bool, findings);
template line make_line<double>(const subject&, bool, findings);

void print_header() {
  fmt::print("{:<64} {:>9} {:<24} {:>7} {:>9} {:>9}  {}\n", "", "max ulp", "at", "bound", "mean ulp", "correct %",
             "inputs");
}

void print(const line& l, bool binades) {
  const findings& f = l.found;
  const worst_error worst = f.worst();
  fmt::print("{:<64} {:9.4f} {:<24} {:7.4g} {:9.5f} {:>9}  {} {}",
             fmt::format("{}<{}> [{}]", call_name(l.function, l.derivative), l.type, l.instruction_set), worst.ulp,
             tests::hex(worst.x), l.bound, f.mean(),
             share_text(static_cast<double>(f.correct), static_cast<double>(f.inputs)),
             l.exhaustive ? "all" : "sample of", f.inputs);
  if (f.others != 0) fmt::print(", {} NaN or outside the domain", f.others);
  for (const auto& [count, what] : {std::pair{f.above_bound, "above the bound"},
                                    {f.wrong_class, "of wrong class"},
                                    {f.wrong_sign, "of wrong sign"},
                                    {f.out_of_range, "out of range"},
                                    {f.steps_back, "steps back"},
                                    {f.undecided, "ties undecided"}})
    if (count != 0) fmt::print(", {} {}", count, what);
  fmt::print("\n");
  if (binades)
    for (const worst_error& each : f.binades)
      if (each.ulp > 0) fmt::print("    {:9.4f} ulp at {}\n", each.ulp, tests::hex(each.x));
  std::fflush(stdout);
}

std::string to_json(const std::vector<line>& lines) {
  std::string json;
  for (const line& l : lines) {
    const findings& f = l.found;
    const worst_error worst = f.worst();
    std::string binades;
    for (const worst_error& each : f.binades)
      if (each.ulp > 0)
        binades += fmt::format("{}[\"{}\", {}]", binades.empty() ? "" : ", ", tests::hex(each.x), each.ulp);
    json += fmt::format(
        "{}{{\"function\": \"{}\", \"derivative\": {}, \"type\": \"{}\", \"instruction_set\": \"{}\", "
        "\"exhaustive\": {}, \"inputs\": {}, \"others\": {}, \"max_ulp\": {}, \"worst\": \"{}\", \"bound\": {}, "
        "\"mean_ulp\": {}, \"correct\": {}, \"undecided\": {}, \"above_bound\": {}, \"wrong_class\": {}, "
        "\"wrong_sign\": {}, \"out_of_range\": {}, \"steps_back\": {}, \"worst_of_binades\": [{}]}}",
        json.empty() ? "" : ",\n", l.function, l.derivative, l.type, l.instruction_set, l.exhaustive, f.inputs,
        f.others, worst.ulp, tests::hex(worst.x), l.bound, f.mean(), f.correct, f.undecided, f.above_bound,
        f.wrong_class, f.wrong_sign, f.out_of_range, f.steps_back, binades);
  }
  return "[\n" + json + "\n]\n";
}

}  // namespace ulp
