#pragma once

#include "checker/core/compared.hpp"

#include <string>
#include <string_view>
#include <vector>

/// What a difference between a submission's answer and the reference's is worth. One table, in
/// comparison.cpp, decides it for checks and reports alike.
namespace pinko {

enum class Weight {
  free,     ///< as the author likes: never mentioned
  note,     ///< real, but the statement does not ask for it
  failure,  ///< the statement asks for it
};

/// "free", "note", "failure".
[[nodiscard]] std::string_view name_of(Weight weight);

/// One thing that differs between two answers.
struct Difference {
  Weight weight = Weight::free;
  std::string_view what;  ///< "status"
  std::string own;        ///< "200"
  std::string reference;  ///< "404"
  std::string_view why;   ///< why it matters, as a sentence; empty where it is free
  /// The check, without its task's prefix, that judges the same demand by itself.
  std::string_view judged_by;
};

/// All that differs between the two answers to a request, free differences too. None where the
/// reference itself does not answer as the statement asks: then nothing can be compared.
[[nodiscard]] std::vector<Difference> differences(const ComparedRequest& request);

/// The worst of them; free where there is none.
[[nodiscard]] Weight weight_of(const ComparedRequest& request);

/// "HEAD / on port 80", "GET /api/hello on port 5252, on a kept connection".
[[nodiscard]] std::string in_words(const ComparedRequest& request);

/// "200, 13 bytes, text/html".
[[nodiscard]] std::string in_words(const ComparedAnswer& answer);

/// The answer as `curl -i` shows it: status, headers and the body's head.
[[nodiscard]] std::string as_text(const ComparedAnswer& answer);

}  // namespace pinko
