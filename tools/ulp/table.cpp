// See table.hpp.
// SPDX-License-Identifier: MIT
#include "table.hpp"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "../../tests/failures.hpp"
#include "measure.hpp"
#include "report.hpp"

namespace ulp {
namespace {

using tests::member;

constexpr member orders[]{member::value, member::derivative, member::second_derivative};

// What a call's name stands for.
struct named_call {
  std::size_t activation;
  member order;
};

std::optional<named_call> find_call(const std::string& text) {
  const auto& rows = tests::instruction_sets()[0].rows;
  for (std::size_t i = 0; i < rows.size(); ++i)
    for (const member m : orders)
      if (call_name(tests::name(rows[i]), static_cast<int>(m)) == text) return named_call{i, m};
  return {};
}

// --- Measurements ----------------------------------------------------------------------------------------------------

struct measurement {
  std::string function, type, instruction_set, worst;
  int derivative;
  bool exhaustive;
  double max_ulp, inputs, correct, steps_back, wrong;
};

// The value of a key in an object of JSON, as to_json makes them: one on a line, numbers and plain strings.
std::string value_of(std::string_view object, std::string_view name) {
  const std::string key = fmt::format("\"{}\": ", name);
  const std::size_t at = object.find(key);
  if (at == object.npos) throw std::runtime_error(fmt::format("no key {} in {}", name, object));
  std::string_view rest = object.substr(at + key.size());
  if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
  return std::string(rest.substr(0, rest.find_first_of(",}")));
}

// The bound that stands there today: one that a measurement showed to be too small was raised since.
double bound_of(const measurement& m) {
  const auto call = find_call(call_name(m.function, m.derivative));
  if (!call) throw std::runtime_error(fmt::format("{} is not in the list of activations", m.function));
  const subject s{&tests::instruction_sets()[0].rows[call->activation], call->order};
  return m.type == type_name<float> ? stated_bound<float>(s).ulp : stated_bound<double>(s).ulp;
}

measurement read(std::string_view object) {
  const auto text = [&](std::string_view name) { return value_of(object, name); };
  const auto number = [&](std::string_view name) { return std::strtod(text(name).c_str(), nullptr); };
  measurement m{.function = text("function"),
                .type = text("type"),
                .instruction_set = text("instruction_set"),
                .worst = text("worst"),
                .derivative = static_cast<int>(number("derivative")),
                .exhaustive = text("exhaustive") == "true",
                .max_ulp = number("max_ulp"),
                .inputs = number("inputs"),
                .correct = number("correct"),
                .steps_back = number("steps_back"),
                .wrong = number("wrong_class") + number("wrong_sign") + number("out_of_range")};
  if (m.max_ulp > bound_of(m)) m.wrong += number("above_bound");
  return m;
}

// --- The document ----------------------------------------------------------------------------------------------------

std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> cells;
  std::istringstream stream(line);
  for (std::string cell; std::getline(stream, cell, separator);) {
    const std::size_t from = cell.find_first_not_of(' '), to = cell.find_last_not_of(' ');
    cells.push_back(from == cell.npos ? "" : cell.substr(from, to - from + 1));
  }
  return cells;
}

// use(line, is_header) for the lines of the table of that type.
template <class Use>
void for_each_row(const std::string& document, std::string_view type, const Use& use) {
  std::istringstream lines(document);
  bool here = false, header = true;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) here = line == fmt::format("## {}", type);
    if (!here || !line.starts_with("|") || line.starts_with("|-")) continue;
    use(line, header);
    header = false;
  }
}

std::string error_text(double ulp, std::string_view worst) {
  return ulp == 0 ? "0" : fmt::format("{:.4f} at {}", ulp, worst);
}

// Rows by what they are of: an activation, and the order of its derivative.
using cells_of_table = std::map<std::pair<std::string, int>, std::vector<std::string>>;

std::string header_of(const std::vector<std::string>& sets) {
  return fmt::format("| | {} | steps back | wrong | inputs |", fmt::join(sets, " | "));
}

// What stands in a document already: the cells behind each row's name, and the instruction sets that its columns are of.
struct known_table {
  std::vector<std::string> sets;
  cells_of_table rows;
};
known_table read_table(const std::string& document, std::string_view type) {
  known_table known;
  for_each_row(document, type, [&](const std::string& line, bool is_header) {
    const std::vector<std::string> cells = split(line, '|');
    if (is_header) {
      known.sets.assign(cells.begin() + 2, std::ranges::find(cells, "steps back"));
      if (line != header_of(known.sets))
        throw std::runtime_error(fmt::format("the document's columns are not those of such a table: {}", line));
    } else if (const auto what = find_call(cells.at(1))) {
      if (cells.size() != known.sets.size() + 5) throw std::runtime_error(fmt::format("a row lacks cells: {}", line));
      known.rows[{tests::name(tests::instruction_sets()[0].rows[what->activation]), static_cast<int>(what->order)}] = {
          cells.begin() + 2, cells.end()};
    }
  });
  return known;
}

// The cells of a row that was measured on some of the sets, and for the others what is known.
std::vector<std::string> make_cells(std::span<const measurement> all, const std::vector<std::string>& sets,
                                    const std::vector<std::string>& known) {
  std::vector<std::string> cells;
  double steps_back = 0, wrong = 0;
  std::string inputs = "all";  // or how many were sampled, if they were in any column
  bool lacks = false;
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const auto at = std::ranges::find(all, sets[i], &measurement::instruction_set);
    if (at == all.end()) {
      lacks = true;
      cells.push_back(known.empty() ? "" : known[i]);
      continue;
    }
    cells.push_back(fmt::format("{}; {} %{}", error_text(at->max_ulp, at->worst), share_text(at->correct, at->inputs),
                                at->exhaustive ? " of all" : ""));
    steps_back += at->steps_back;
    wrong += at->wrong;
    if (!at->exhaustive) inputs = fmt::format("{}", at->inputs);
  }
  if (lacks && !known.empty()) {
    const std::size_t n = sets.size();
    if (known[n] != "0" || known[n + 1] != "0")
      throw std::runtime_error(fmt::format(
          "{} was not measured on all instruction sets of the document, which does not say on which of them "
          "its {} steps back and {} wrong results were",
          call_name(all[0].function, all[0].derivative), known[n], known[n + 1]));
    if (inputs == "all") inputs = known[n + 2];
  }
  for (const double count : {steps_back, wrong}) cells.push_back(fmt::format("{}", count));
  cells.push_back(inputs);
  return cells;
}

std::string make_table(const std::vector<measurement>& all, const std::string& document, std::string_view type) {
  known_table known = read_table(document, type);
  const bool is_new = known.sets.empty();
  for (const measurement& m : all)
    if (std::ranges::find(known.sets, m.instruction_set) == known.sets.end()) {
      if (!is_new)
        throw std::runtime_error(
            fmt::format("the document has no column for {}, but: {}", m.instruction_set, fmt::join(known.sets, ", ")));
      known.sets.push_back(m.instruction_set);
    }

  for (auto first = all.begin(); first != all.end();) {
    const auto last = std::find_if(first, all.end(), [&](const measurement& m) {
      return m.function != first->function || m.derivative != first->derivative;
    });
    std::vector<std::string>& row = known.rows[{first->function, first->derivative}];
    row = make_cells({first, last}, known.sets, row);
    first = last;
  }

  std::string result = header_of(known.sets) + "\n|---|";
  for (std::size_t i = 0; i < known.sets.size() + 3; ++i) result += "---|";
  result += '\n';
  for (const auto& [what, cells] : known.rows)
    result += fmt::format("| {} | {} |\n", call_name(what.first, what.second), fmt::join(cells, " | "));
  return result;
}

constexpr std::string_view introduction = R"(# Accuracy

The largest error of every activation and its derivatives in ulp, the input that gives it, and the share of results that are
correctly rounded, on each instruction set. Made by `hillock-ulp` (tools/ulp) from

```sh
hillock-ulp tanh --exhaustive --json all.json                     # and others: the last column says which
hillock-ulp tanh --type double --samples 1e8 --json many.json     # likewise
hillock-ulp --all --samples 2e6 --json float.json
hillock-ulp --all --type double --samples 1e6 --json double.json
hillock-ulp --markdown all.json many.json float.json double.json >docs/accuracy.md
hillock-ulp --markdown new.json docs/accuracy.md >accuracy.md     # the same with what was measured anew, on some sets or all
```

Where files measure the same, the first counts. A test measures every error again at the input beside it.

An ulp is the distance between the two numbers around the exact result; below the normal range it is that of the subnormal
numbers. There is no absolute tolerance. Within 2^-6 of a root of f'' other than 0, errors of f'' count in ulp of its value
at the end of that interval.

`all` inputs are the 2^32 floats; those that must give NaN count in no share. The others are samples, as many as stand in
the last column: exponents of all sizes, the neighbourhoods of special points, and a search from the worst inputs to worse ones. A step back is
f(x) > f(next x) where f is monotone. Wrong are results out of range or of wrong sign or class (NaN, infinite, finite, zero),
and errors above the bound that `about` states.
)";

// --- The check -------------------------------------------------------------------------------------------------------

template <class T>
std::string error_now(std::size_t activation, const tests::row& r, member m, const std::string& worst) {
  const T x = static_cast<T>(std::strtod(worst.c_str(), nullptr));
  return error_text(measure_one<T>(activation, {&r, m}, x).error, worst);
}

template <class T>
void check_row(const std::vector<std::string>& sets, const std::vector<std::string>& cells,
               std::vector<std::string>& found) {
  const std::string call = fmt::format("{}<{}>", cells[1], type_name<T>);
  const auto what = find_call(cells[1]);
  if (!what) {
    found.push_back(fmt::format("{} is not in the list of activations", call));
    return;
  }
  for (std::size_t i = 2; i < std::min(cells.size(), sets.size()); ++i)
    for (const tests::instruction_set& set : tests::instruction_sets()) {
      if (set.name != sets[i]) continue;
      const std::string stands = cells[i].substr(0, cells[i].find(';'));
      const std::size_t at = stands.find(" at ");
      const std::string worst = at == stands.npos ? "0x0p+0" : stands.substr(at + 4);
      const std::string is = error_now<T>(what->activation, set.rows[what->activation], what->order, worst);
      if (is != stands)
        found.push_back(fmt::format("{} [{}]: {} stands there, but {} is so", call, set.name, stands, is));
    }
}

template <class T>
std::vector<std::string> stale_table(const std::string& document) {
  std::vector<std::string> found, sets, calls;
  for_each_row(document, type_name<T>, [&](const std::string& line, bool is_header) {
    const std::vector<std::string> cells = split(line, '|');
    if (is_header) {
      sets = cells;
      return;
    }
    calls.push_back(cells.at(1));
    check_row<T>(sets, cells, found);
  });
  for (const tests::row& r : tests::instruction_sets()[0].rows)
    for (const member m : orders)
      if (const std::string call = call_name(tests::name(r), static_cast<int>(m));
          r.in<T>()[m] && std::ranges::find(calls, call) == calls.end())
        found.push_back(fmt::format("{}<{}> is missing", call, type_name<T>));
  return found;
}

}  // namespace

std::string make_document(const std::vector<std::string>& files) {
  std::vector<measurement> all;
  std::string known;
  for (const std::string& file : files) {
    if (file.starts_with("# ")) known += file;
    std::istringstream lines(file);
    for (std::string line; std::getline(lines, line);)
      if (line.starts_with('{')) all.push_back(read(line));
  }
  // The files' rows of one function together; the order within is that of the files
  std::ranges::stable_sort(all, {}, [](const measurement& m) { return std::pair(m.function, m.derivative); });
  std::string result(introduction);
  for (const std::string_view type : {"float", "double"}) {
    std::vector<measurement> of_type;
    std::ranges::copy_if(all, std::back_inserter(of_type), [&](const measurement& m) { return m.type == type; });
    result += fmt::format("\n## {}\n\n{}", type, make_table(of_type, known, type));
  }
  return result;
}

std::vector<std::string> stale(const std::string& document) {
  std::vector<std::string> found = stale_table<float>(document);
  for (std::string& each : stale_table<double>(document)) found.push_back(std::move(each));
  return found;
}

}  // namespace ulp
