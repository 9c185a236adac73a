"""How people reach 이음: one folder per channel, one neutral Message and Reply, and the alerts that go out."""
