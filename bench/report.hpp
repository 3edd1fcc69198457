// The table at the end of a run.
// SPDX-License-Identifier: MIT
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <functional>
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
  std::string_view activation;
  operation_facts what;
  std::string_view type;
  std::size_t element_bytes;
  std::size_t size;
};

/// The benchmark's name: tanh/value/float/2048/normal/hillock.
std::string name_of(const row& r, const input& in, const peer& p);

using environment = std::vector<std::pair<std::string, std::string>>;

/// What runs where: the machine, the build, the version of each peer.
environment describe_environment();

/// On a terminal: which benchmark runs, since the results come all together at the end.
void show_progress(const std::string& name);

/// Collects the repetitions of each benchmark and prints their medians as one table when all have run.
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
  std::vector<column> columns() const;
  std::optional<double> nanoseconds(const row& r, const input& in, const peer& p) const;

  std::vector<row> rows_;
  std::vector<input> inputs_;
  environment where_;
  std::map<std::string, std::vector<double>> nanoseconds_;  // a call, by the benchmark's name
};

}  // namespace bench
