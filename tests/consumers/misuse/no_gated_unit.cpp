#include <hillock/hillock.hpp>
#include <vector>

int main() {
  std::vector<float> gate(8), value(8), out(8);
  hillock::forward(hillock::silu{}, gate, value, out);
}
