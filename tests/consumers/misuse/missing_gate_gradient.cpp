#include <hillock/hillock.hpp>
#include <vector>

struct sum {
  template <hillock::value V>
  V operator()(V gate, V value) const {
    return gate + value;
  }
};

int main() {
  std::vector<float> gate(8), value(8), grad_out(8), grad_gate(8), grad_value(8);
  hillock::backward(sum{}, gate, value, grad_out, grad_gate, grad_value);
}
