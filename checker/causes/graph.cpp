#include "checker/causes/graph.hpp"

#include "checker/causes/graph_parts.hpp"

#include <utility>

namespace pinko::causes {

std::size_t Drawing::piece(PieceKind kind,
                           std::string_view role,
                           std::string text,
                           const Location& where) {
  for (std::size_t i = 0; i < graph.pieces.size(); ++i) {
    const Piece& one = graph.pieces[i];
    if (one.kind == kind && one.where == where && one.text == text) return i;
  }
  graph.pieces.push_back(
      {.kind = kind, .role = std::string(role), .text = std::move(text), .where = where});
  return graph.pieces.size() - 1;
}

void Drawing::fits(std::size_t from, std::size_t to, std::string relation) {
  graph.edges.push_back({.from = from, .to = to, .relation = std::move(relation), .fault = {}});
}

void Drawing::breaks(
    std::size_t from, std::size_t to, std::string relation, Diagnosis fault, unsigned shows) {
  if (fault.where.empty()) {
    fault.where = {graph.pieces[from].where, graph.pieces[to].where};
  }
  graph.edges.push_back({.from = from,
                         .to = to,
                         .relation = std::move(relation),
                         .fault = std::move(fault),
                         .breaks = shows});
}

Graph read_graph(const Parts& parts) {
  Drawing drawing(parts);
  draw_images(drawing);
  draw_services(drawing);
  draw_listeners(drawing);
  draw_proxy(drawing);
  draw_page(drawing);
  return std::move(drawing.graph);
}

bool is_noticed(const Edge& edge) {
  return edge.fault.has_value() && edge.breaks != kConfBeside;
}

}  // namespace pinko::causes
