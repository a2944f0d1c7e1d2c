#pragma once

#include "checker/core/cause.hpp"
#include "checker/core/report.hpp"

#include <span>
#include <vector>

namespace pinko::grade {

/// Names the cause of a failed verdict, where the table knows it: id, sentence, places, hints and
/// corrected lines. What matches no row stays as the judgement said it.
void diagnose(Verdict& verdict, const Case& failure, const Knowledge& knowledge);

/// Where corrected lines belong whose first place is that of `where`.
[[nodiscard]] Placement placed(Placement placement, const std::vector<Location>& where);

/// Adds the row's direction to a verdict whose cause was named without a judgement.
void direct(Verdict& verdict, const Knowledge& knowledge);

/// The first failed verdict of the same known cause at the same place, or which the same step in
/// the same file mends; null where there is none.
[[nodiscard]] const Verdict* same_cause(const Verdict& verdict, std::span<const Verdict> earlier);

}  // namespace pinko::grade
