#include <hillock/hillock.hpp>
#include <vector>

int main() {
  std::vector<float> x(8), out(4);
  hillock::forward(hillock::swiglu{}, x, out, hillock::halves{.length = 4});
}
