"""What work brings and costs: platforms compared, distances driven, and payouts that fall short."""
