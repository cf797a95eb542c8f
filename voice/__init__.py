"""Everything that carries sound: the telephone, and the calls that ask for an approval."""
