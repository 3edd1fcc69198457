// hillock-ulp: the errors of activations and their derivatives in ulp.
// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "../../tests/failures.hpp"
#include "measure.hpp"
#include "report.hpp"
#include "table.hpp"

namespace ulp {
namespace {

using tests::member;

struct arguments {
  std::vector<std::string> names;
  bool all = false, list = false, exhaustive = false, binades = false, check = false;
  std::vector<int> derivatives;
  std::vector<std::string> types, sets;
  double from = -INFINITY, to = INFINITY, samples = 1e6;
  std::string json, checked;
  std::vector<std::string> markdown;
  unsigned threads = std::max(1u, std::thread::hardware_concurrency());
};

template <class Range, class Projection>
void require_known(std::string_view what, const std::vector<std::string>& given, const Range& known, Projection name) {
  for (const std::string& each : given)
    if (std::ranges::find(known, each, name) == std::ranges::end(known)) {
      std::vector<std::string_view> choices;
      for (const auto& k : known)
        if (const std::string_view choice = std::invoke(name, k); std::ranges::find(choices, choice) == choices.end())
          choices.push_back(choice);
      throw CLI::ValidationError(fmt::format("unknown {} '{}'; there are: {}", what, each, fmt::join(choices, ", ")));
    }
}

bool chosen(const std::vector<std::string>& given, std::string_view name) {
  return given.empty() || std::ranges::find(given, name) != given.end();
}

void list() {
  const auto& rows = tests::instruction_sets()[0].rows;
  for (const tests::row& r : rows) fmt::print("{:40} {}\n", tests::name(r), r.about.formula);
  fmt::print("\ninstruction sets:");
  for (const tests::instruction_set& set : tests::instruction_sets()) fmt::print(" {}", set.name);
  for (const std::string_view name : tests::skipped_instruction_sets()) fmt::print(" ({}: not on this CPU)", name);
  fmt::print("\n");
}

std::string contents(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error(fmt::format("cannot read {}: {}", path, std::strerror(errno)));
  return {std::istreambuf_iterator<char>(file), {}};
}

// One line of text on a terminal, gone at the end.
class progress_bar {
 public:
  explicit progress_bar(std::string what) : what_(std::move(what)) {}
  ~progress_bar() {
    if (shown_) fmt::print(stderr, "\r\033[K");
  }
  void operator()(double share) {
    if (!isatty(STDERR_FILENO)) return;
    constexpr std::size_t width = 40;
    const auto full = static_cast<std::size_t>(share * width);
    fmt::print(stderr, "\r\033[K[{:<{}}] {:3.0f} % {}", std::string(full, '#'), width, 100 * share, what_);
    std::fflush(stderr);
    shown_ = true;
  }

 private:
  std::string what_;
  bool shown_ = false;
};

class session {
 public:
  explicit session(const arguments& given) : given_(given) {}

  /// Whether every result was as it should be.
  bool run() {
    print_header();
    const auto& rows = tests::instruction_sets()[0].rows;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!chosen(given_.names, rows[i].about.name) && !chosen(given_.names, tests::name(rows[i]))) continue;
      if (chosen(given_.types, "float")) run_on<float>(i);
      if (chosen(given_.types, "double")) run_on<double>(i);
    }
    if (!given_.json.empty() && !(std::ofstream(given_.json) << to_json(lines_) << std::flush))
      throw std::runtime_error(fmt::format("cannot write {}: {}", given_.json, std::strerror(errno)));
    return std::ranges::all_of(lines_, [](const line& l) { return l.found.sound(); });
  }

 private:
  template <class T>
  void run_on(std::size_t activation) {
    std::vector<subject> subjects;
    for (const member m : {member::value, member::derivative, member::second_derivative}) {
      if (!given_.derivatives.empty() &&
          std::ranges::find(given_.derivatives, static_cast<int>(m)) == given_.derivatives.end())
        continue;
      for (const tests::instruction_set& set : tests::instruction_sets())
        if (const tests::row& r = set.rows[activation]; chosen(given_.sets, set.name) && r.in<T>()[m])
          subjects.push_back({&r, m});
    }
    if (subjects.empty()) return;

    const tests::row& r = *subjects[0].row;
    const range within{given_.from, given_.to, given_.from == -INFINITY && given_.to == INFINITY};
    const bool every = given_.exhaustive && std::same_as<T, float>;
    const auto tried =
        every ? inputs<T>::every(within) : inputs<T>::sample(r, within, static_cast<std::uint64_t>(given_.samples));
    std::vector<findings> found;
    {
      progress_bar bar(fmt::format("{}<{}>", tests::name(r), type_name<T>));
      found = measure<T>(activation, subjects, tried, {given_.threads, [&](double share) { bar(share); }});
    }
    for (std::size_t s = 0; s < subjects.size(); ++s) {
      lines_.push_back(make_line<T>(subjects[s], every, std::move(found[s])));
      print(lines_.back(), given_.binades);
    }
  }

  const arguments& given_;
  std::vector<line> lines_;
};

int run(int argc, char** argv) {
  arguments given;
  CLI::App app("Measures the errors of activations and their derivatives, in ulp.");
  app.add_option("names", given.names, "activations, such as tanh or 'leaky_relu{negative_slope = 0.2}'");
  app.add_flag("--all", given.all, "every activation");
  app.add_flag("--list", given.list, "list the activations and the instruction sets");
  app.add_option("--derivative", given.derivatives, "0 (the value), 1 or 2; may be repeated (default: all)")
      ->check(CLI::Range(0, 2))
      ->allow_extra_args(false);
  app.add_option("--type", given.types, "float or double; may be repeated (default: float)")->allow_extra_args(false);
  app.add_option("--set", given.sets, "an instruction set; may be repeated (default: all that run here)")
      ->allow_extra_args(false);
  app.add_option("--from", given.from, "the least input");
  app.add_option("--to", given.to, "the greatest input");
  app.add_flag("--exhaustive", given.exhaustive, "every float in the range instead of a sample");
  app.add_option("--samples", given.samples, "inputs tried, where not every one is (default: 1e6)")
      ->check(CLI::Range(1., 1e12));
  app.add_flag("--binades", given.binades, "also the worst input of each binade");
  app.add_flag("--check", given.check, "fail if a result is not as `about` states");
  app.add_option("--threads", given.threads, "threads (default: one for each core)")->check(CLI::Range(1u, 1024u));
  app.add_option("--json", given.json, "also write the results to this file");
  app.add_option("--markdown", given.markdown,
                 "print docs/accuracy.md from these files, which --json wrote, or --markdown before");
  app.add_option("--check-markdown", given.checked, "fail if this document, as --markdown prints it, is stale");
  try {
    app.parse(argc, argv);
    if (given.types.empty()) given.types = {"float"};
    require_known("type", given.types, std::vector<std::string>{"float", "double"}, std::identity{});
    require_known("instruction set", given.sets, tests::instruction_sets(), &tests::instruction_set::name);
    std::vector<std::string> names;
    for (const tests::row& r : tests::instruction_sets()[0].rows) {
      names.emplace_back(r.about.name);
      names.push_back(tests::name(r));
    }
    require_known("activation", given.names, names, std::identity{});
    if (!given.list && !given.all && given.names.empty() && given.markdown.empty() && given.checked.empty())
      throw CLI::ValidationError("name an activation, or --all; --list shows them");
    if (!(given.from <= given.to))
      throw CLI::ValidationError(fmt::format("the range from {} to {} is empty", given.from, given.to));
  } catch (const CLI::ParseError& e) {
    return app.exit(e);
  }
  if (given.list) {
    list();
    return 0;
  }
  if (!given.markdown.empty()) {
    std::vector<std::string> files;
    for (const std::string& path : given.markdown) files.push_back(contents(path));
    fmt::print("{}", make_document(files));
    return 0;
  }
  if (!given.checked.empty()) {
    const std::vector<std::string> found = stale(contents(given.checked));
    for (const std::string& sentence : found) fmt::print(stderr, "{}: {}\n", given.checked, sentence);
    return found.empty() ? 0 : 1;
  }
  if (given.all) given.names.clear();
  return session(given).run() || !given.check ? 0 : 1;
}

}  // namespace
}  // namespace ulp

int main(int argc, char** argv) {
  try {
    return ulp::run(argc, argv);
  } catch (const std::exception& e) {
    fmt::print(stderr, "hillock-ulp: {}\n", e.what());
    return 2;
  }
}
