// See failures.hpp.
// SPDX-License-Identifier: MIT
#include "failures.hpp"

#include <bit>
#include <cinttypes>
#include <cstdarg>
#include <cstdint>

namespace tests {

std::string failures::text() const {
  std::string result;
  for (const std::string& sentence : first) result += sentence + "\n";
  if (count > first.size()) result += format("and %zu more\n", count - first.size());
  return result;
}

std::string format(const char* form, ...) {
  char text[512];
  std::va_list arguments;
  va_start(arguments, form);
  std::vsnprintf(text, sizeof text, form, arguments);
  va_end(arguments);
  return text;
}

bool names(const std::string& sentence, std::size_t number) {
  const std::string digits = std::to_string(number);
  const auto digit = [&](std::size_t i) { return i < sentence.size() && sentence[i] >= '0' && sentence[i] <= '9'; };
  for (std::size_t at = 0; (at = sentence.find(digits, at)) != sentence.npos; ++at)
    if (!(at > 0 && digit(at - 1)) && !digit(at + digits.size())) return true;
  return false;
}

std::string hex(float x) {
  return std::isnan(x) ? format("nan:%08" PRIx32, std::bit_cast<std::uint32_t>(x)) : hex(static_cast<double>(x));
}
std::string hex(double x) {
  return std::isnan(x) ? format("nan:%016" PRIx64, std::bit_cast<std::uint64_t>(x)) : format("%a", x);
}

std::string name(const row& r) {
  std::string result(r.about.name);
  const double* value = static_cast<const double*>(r.f);
  const char* separator = "{";
  for (const std::string_view parameter : r.about.parameters) {
    result += separator + std::string(parameter) + format(" = %g", *value++);
    separator = ", ";
  }
  return result + (r.about.parameters.size() ? "}" : "");
}

}  // namespace tests
