#include <hillock/hillock.hpp>
#include <vector>

struct twice {
  template <hillock::value V>
  V operator()(V x) const {
    return x + x;
  }
};

int main() {
  std::vector<float> x(8), grad_y(8), grad_x(8);
  hillock::backward(twice{}, x, grad_y, grad_x);
}
