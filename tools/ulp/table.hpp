// The table of errors in docs/accuracy.md: made from the JSON of measurements, and compared with what is so now.
// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace ulp {

/// The document, from what to_json made of measurements; where they measure the same, the first counts. What they lack is
/// taken from a document that stands among them, cells of instruction sets that they lack, too. Throws std::runtime_error if that
/// has no column for a set, or if it has steps back or wrong results of which it does not say on which set they were.
std::string make_document(const std::vector<std::string>& files);

/// What of the document is stale, in sentences: an activation or a derivative that it lacks, one that is no more, and
/// errors other than those that the inputs beside them give.
std::vector<std::string> stale(const std::string& document);

}  // namespace ulp
