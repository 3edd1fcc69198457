// The table of errors in docs/accuracy.md: made from the JSON of measurements, and compared with what is so now.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace ulp {

/// The document, from what to_json made of measurements.
std::string make_document(const std::vector<std::string>& measurements);

/// What of the document is stale, in sentences: an activation or a derivative that it lacks, one that is no more, and
/// errors other than those that the inputs beside them give.
std::vector<std::string> stale(const std::string& document);

}  // namespace ulp
