#include <hillock/hillock.hpp>
#include <vector>

struct step {};

int main() {
  std::vector<float> x(8), y(8);
  hillock::forward(step{}, x, y);
}
