// The table at the end of a run.
// SPDX-License-Identifier: MIT
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "input.hpp"
#include "peer.hpp"

namespace bench {

/// One line of the table.
struct row {
  std::string_view function;
  operation_facts what;
  std::string_view type;
  std::size_t element_bytes;
  shape rows;
};

/// 2048, and of rows 262x1000 or 16x1000x16.
std::string text_of(const shape& s);

/// The benchmark's name: tanh/value/float/2048/normal/hillock.
std::string name_of(const row& r, const input& in, const peer& p);

using environment = std::vector<std::pair<std::string, std::string>>;

/// What runs where: the machine, the build, the version of each peer.
environment describe_environment();

void print(std::ostream& out, const environment& where);

std::string fixed(double x, int decimals);
double median(std::vector<double> values);

/// A table: the first columns are words, to the left; the others are numbers, to the right.
using cells = std::vector<std::string>;
void print(std::ostream& out, const std::vector<cells>& lines, std::size_t words);

/// The largest error of a peer on the inputs of a row, in ulp; nothing if it has no such routine. Null without MPFR.
inline std::optional<double> (*max_ulp)(const row& r, const input& in, const peer& p) = nullptr;

/// On a terminal: which benchmark runs, since the results come all together at the end.
void show_progress(const std::string& name);

/// Collects the repetitions of each benchmark and prints their medians when all have run: a table of hillock at every
/// size, and one of all peers at the size at which libraries are measured.
class table_reporter : public benchmark::BenchmarkReporter {
 public:
  table_reporter(std::vector<row> rows, std::vector<input> inputs, environment where)
      : rows_(std::move(rows)), inputs_(std::move(inputs)), where_(std::move(where)) {}

  bool ReportContext(const Context&) override { return true; }
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  struct column {
    std::string title;
    std::function<std::string(const row&)> cell;
  };
  static std::vector<column> names();
  std::vector<column> columns() const;
  std::vector<column> columns_of_peers() const;
  bool print_rows(const std::vector<column>& columns, std::size_t words, const std::function<bool(const row&)>& wanted);
  std::optional<double> nanoseconds(const row& r, const input& in, const peer& p) const;

  std::vector<row> rows_;
  std::vector<input> inputs_;
  environment where_;
  std::map<std::string, std::vector<double>> nanoseconds_;  // a call, by the benchmark's name
};

}  // namespace bench
