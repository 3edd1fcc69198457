#include <hillock/hillock.hpp>
#include <list>

int main() {
  std::list<float> x(8), y(8);
  hillock::forward(hillock::tanh{}, x, y);
}
